import type { Random } from '../../core/random.ts';
import type { ArmCell } from '../crossed-interval.ts';

/** Size of a simulated comparison, and the truth in it. */
export interface Design {
  readonly seeds: number;
  /** Two questions each. */
  readonly chunks: number;
  /** Treatment minus control in the unit of the world; 0: both arms are one process. */
  readonly effect: number;
}

/** A way that runs, seeds and questions may differ, from which comparisons of known truth are drawn. */
export interface World {
  readonly id: string;
  readonly label: string;
  readonly unit: 'share' | 'count';
  /** Smallest effects of interest that it is judged by, the usual one first; margins of non-inferiority, too. */
  readonly deltas: readonly [number, ...number[]];
  /** Effects besides 0 at which its verdicts are measured; none where only false alarms are. */
  readonly effects: readonly number[];
  /** One comparison, seeds x chunks. */
  readonly draw: (random: Random, design: Design) => ArmCell[][];
}

/** Questions of a chunk. */
export const chunkSize = 2;

/** Arms by their place: the treatment first. */
export type ArmPlace = 0 | 1;

/** Lays out the value that each question has under a seed in an arm as seeds x chunks. */
export function armTable(
  { seeds, chunks }: Design,
  valueOf: (arm: ArmPlace, seed: number, question: number) => number,
): ArmCell[][] {
  const sumOf = (arm: ArmPlace, seed: number, chunk: number): number =>
    valueOf(arm, seed, chunkSize * chunk) + valueOf(arm, seed, chunkSize * chunk + 1);
  return Array.from({ length: seeds }, (_, seed) =>
    Array.from({ length: chunks }, (__, chunk) => ({
      treatment: { sum: sumOf(0, seed, chunk), count: chunkSize },
      control: { sum: sumOf(1, seed, chunk), count: chunkSize },
    })),
  );
}

/** So many of 64 questions, in a world of another size its share of them. */
export function of64(count: number, { chunks }: Design): number {
  return Math.round((count * chunkSize * chunks) / 64);
}

/** One draw for each question, for each of its places. */
export function drawn(length: number, draw: () => number): number[] {
  return Array.from({ length }, draw);
}
