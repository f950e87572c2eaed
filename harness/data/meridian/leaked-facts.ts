import { speaksOf } from './speaks-of.ts';
import type { World } from './world.ts';
import { incidentSubject } from './world-facts.ts';

/**
 * Sentences on every way in which a chunk or question outside the held-out part could answer a held-out question.
 *
 * A fact is a key (under whatever names) or a case, with a value. Checked on the texts, not on the plan: no other
 * chunk may name all three parts of a held-out key under any names, nor the call sign of a held-out case; and no
 * other question may be about a held-out incident. So no held-out fact can be stated outside, whatever its value.
 */
export function leakedFacts(world: World): string[] {
  const heldOut = new Set(world.split.heldOut);
  const outside = world.chunks.filter(({ id }) => !heldOut.has(id));
  const inside = [...world.incidents.values()].filter(({ chunkId }) => heldOut.has(chunkId));
  const chunks = outside.flatMap(({ id, text }) =>
    inside
      .filter((incident) => speaksOf(text, incident))
      .map((incident) => `chunk ${id} speaks of the incident of held-out chunk ${incident.chunkId}`),
  );
  const subjects = new Set(inside.map(incidentSubject));
  const questions = world.questions.filter(({ goldChunkId, chunkIds }) => {
    if (heldOut.has(goldChunkId)) return false;
    return chunkIds.some((id) => {
      const incident = world.incidents.get(id);
      return incident !== undefined && subjects.has(incidentSubject(incident));
    });
  });
  return [...chunks, ...questions.map(({ id }) => `question ${id} is about a held-out incident`)];
}
