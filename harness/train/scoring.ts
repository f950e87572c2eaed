import type { Chunk } from '../core/chunk.ts';
import type { Judge } from '../evaluate/judge.ts';
import type { RewardPreset } from '../reward/reward-preset.ts';

/** What episodes are scored with. */
export interface Scoring {
  readonly preset: RewardPreset;
  readonly judge: Judge;
  /** Chunks of the corpus by id: some rewards compare with the gold chunk's text. */
  readonly chunks: ReadonlyMap<string, Chunk>;
}
