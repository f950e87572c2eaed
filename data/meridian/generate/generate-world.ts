import { Random } from '../../../harness/core/random.ts';
import { type Difficulty, extendedSeeds, shippedDifficulty, shippedSeed } from './difficulty.ts';
import { type IncidentUnit, planIncidents } from './plan-incidents.ts';
import { poseQuestions } from './pose-questions.ts';
import { questionDraws } from './question-draws.ts';
import { splitWorld } from './split-world.ts';
import { worldFacts } from './world-facts.ts';
import type { World } from './world.ts';
import { writeChunks } from './write-chunk.ts';

/**
 * Generates the archive of `seed`: 341 chunks, 682 questions, a split; the same for the same arguments, everywhere.
 *
 * A world of any seed but the shipped one states no fact of the shipped world (same key or case, same value), and of
 * any seed but the extended ones none of a held-out part of theirs, so a policy pretrained on it knows nothing of the
 * questions it is tested on.
 * @throws TwinZeroError `configuration` when the difficulty does not fit.
 */
export function generateWorld(seed: number, difficulty: Difficulty = shippedDifficulty): World {
  const random = Random.seeded(seed).fork('meridian');
  const units = planIncidents(random.fork('incidents'), difficulty, avoidedFacts(seed));
  const chunks = units
    .flatMap((unit) => {
      const texts = writeChunks(random.fork('text', unit.chunks[0].chunkId), unit);
      return unit.chunks.map(({ chunkId }, index) => ({ id: chunkId, text: texts[index] ?? '' }));
    })
    .sort(byId);
  const split = splitWorld(random.fork('split'), units);
  const questions = Object.entries<readonly string[]>({ ...split }).flatMap(([part, chunkIds]) => {
    const draws = questionDraws(random.fork('question draws', part), difficulty);
    return units
      .filter((unit) => chunkIds.includes(unit.chunks[0].chunkId))
      .flatMap((unit) => poseQuestions(random.fork('questions', unit.chunks[0].chunkId), unit, draws));
  });
  return {
    seed,
    difficulty,
    chunks,
    questions: questions.map(({ question }) => question).sort(byId),
    incidents: new Map(incidentsOf(units).map((incident) => [incident.chunkId, incident])),
    posed: new Map(questions.map(({ posed }) => [posed.questionId, posed])),
    split,
  };
}

/** Facts that policies are tested on, planned once. */
let tested: { readonly shipped: ReadonlySet<string>; readonly all: ReadonlySet<string> } | undefined;

/** Facts that a world of this seed may not state. */
function avoidedFacts(seed: number): ReadonlySet<string> {
  if (seed === shippedSeed) return new Set();
  tested ??= testedFacts();
  return extendedSeeds.includes(seed) ? tested.shipped : tested.all;
}

function testedFacts(): NonNullable<typeof tested> {
  const shipped = worldFacts(incidentsOf(planned(shippedSeed, new Set())));
  const heldOut = extendedSeeds.flatMap((seed) => {
    const units = planned(seed, shipped);
    const { heldOut: ids } = splitWorld(Random.seeded(seed).fork('meridian').fork('split'), units);
    return incidentsOf(units).filter(({ chunkId }) => ids.includes(chunkId));
  });
  return { shipped, all: new Set([...shipped, ...worldFacts(heldOut)]) };
}

function planned(seed: number, avoid: ReadonlySet<string>): IncidentUnit[] {
  return planIncidents(Random.seeded(seed).fork('meridian').fork('incidents'), shippedDifficulty, avoid);
}

function incidentsOf(units: readonly IncidentUnit[]): IncidentUnit['chunks'][number][] {
  return units.flatMap((unit): readonly IncidentUnit['chunks'][number][] => unit.chunks);
}

function byId(one: { readonly id: string }, other: { readonly id: string }): number {
  return one.id < other.id ? -1 : 1;
}
