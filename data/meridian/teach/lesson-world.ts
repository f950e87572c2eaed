import {
  bm25Backend,
  noiseBackend,
  oracleBackend,
  type SearchBackend,
} from '../../../harness/search/index.ts';
import { generateWorld } from '../generate/generate-world.ts';
import type { World } from '../generate/world.ts';

/** A world that lessons are from, with its searches. */
export interface LessonWorld {
  readonly world: World;
  /** Honest results with some noise, so that a wrong result is a familiar sight. */
  readonly search: SearchBackend;
  /** The needed chunks in order. */
  readonly oracle: SearchBackend;
}

/** Steps before the next world, and the share of searches that return random chunks. */
export interface LessonWorldOptions {
  readonly seed: number;
  readonly stepsPerWorld: number;
  readonly noiseRate: number;
}

/** Seeds of these worlds start here, far from the shipped world's. */
const firstWorldSeed = 1_000_000;

/** The world of a step, from 0; the one asked for last is kept. */
export function lessonWorlds({
  seed,
  stepsPerWorld,
  noiseRate,
}: LessonWorldOptions): (step: number) => LessonWorld {
  const open = (index: number): LessonWorld & { readonly index: number } => {
    const world = generateWorld(firstWorldSeed + seed * 100_000 + index);
    const search = noiseBackend(bm25Backend(world.chunks), { rate: noiseRate, pool: world.chunks });
    return { index, world, search, oracle: oracleBackend(world.chunks) };
  };
  let current = open(0);
  return (step) => {
    const index = Math.floor(step / stepsPerWorld);
    if (current.index !== index) current = open(index);
    return current;
  };
}
