import { containsWords } from '../../../harness/core/answer-match.ts';
import { keyParts, partWord, renamed } from '../generate/named-part.ts';
import { incidentSubject } from '../generate/world-facts.ts';
import type { Incident, World } from '../generate/world.ts';

/** True where a text names all three parts of a report's key, under either name each, or the call sign of a case. */
export function speaksOf(text: string, incident: Incident): boolean {
  if (incident.kind === 'case-file') return containsWords(text, incident.callSign);
  return keyParts(incident.key).every(
    (part) => containsWords(text, partWord(part)) || containsWords(text, partWord(renamed(part))),
  );
}

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

/** Sentences on each question whose answer is in the question, not in its gold chunk, or in a chunk needed before. */
export function misplacedAnswers(world: World): string[] {
  const texts = new Map(world.chunks.map(({ id, text }) => [id, text]));
  return world.questions.flatMap(({ id, question, answers: [answer], goldChunkId, chunkIds }) => {
    const before = chunkIds.slice(0, -1);
    return [
      ...(containsWords(question, answer) ? [`question ${id} contains its answer`] : []),
      ...(containsWords(texts.get(goldChunkId) ?? '', answer)
        ? []
        : [`the gold chunk of ${id} lacks the answer`]),
      ...before
        .filter((chunkId) => containsWords(texts.get(chunkId) ?? '', answer))
        .map((chunkId) => `chunk ${chunkId}, needed before the gold one of ${id}, has the answer`),
    ];
  });
}
