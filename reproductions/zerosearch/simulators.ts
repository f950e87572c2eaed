import {
  embeddedSimulator,
  type EmbeddedSimulator,
} from '../../data/meridian/policies/embedded-simulator.ts';
import type { Curriculum, SearchSpec } from '../../harness/search/index.ts';

/** The simulators of the comparison: three sizes, and the writer that the largest was tuned from, asked untuned. */
export const simulatorNames = ['simulator-s', 'simulator-m', 'simulator-l', 'prompted'] as const;

/** One of them. */
export type SimulatorName = (typeof simulatorNames)[number];

/** The model of a simulator, its folder below the package. */
export function simulatorModel(name: SimulatorName): EmbeddedSimulator {
  return name === 'prompted'
    ? { folder: 'data/models/writer-l', tuning: 'prompt' }
    : { folder: `data/models/${name}`, tuning: 'sft' };
}

/**
 * A simulator with bounded retries. In this process nothing is waited for: another seed writes another text at once.
 *
 * DEVIATION(simulators): models of under a million parameters play the search engine.
 */
export function retriedSimulator(name: SimulatorName): SearchSpec {
  return { kind: 'retry', attempts: 3, backoffMs: 0, of: embeddedSimulator(simulatorModel(name)) };
}

/** Ends of the curriculum of every simulator arm that is not about the curriculum; DEVIATION(curriculum-ends). */
export const curriculumEnds = { start: 0, end: 0.6, base: 4 } as const;

/** A curriculum around a search that reads its labels. */
export function underCurriculum(
  of: SearchSpec,
  curriculum: Curriculum = { kind: 'exponential', ...curriculumEnds },
): SearchSpec {
  return { kind: 'curriculum', curriculum, of };
}

/** The limit of a simulator's size. */
export const perfectSimulator: SearchSpec = { kind: 'perfect-simulator' };

/** A search that never finds: a random chunk that the question does not need; DEVIATION(noise-only). */
export const noiseOnly: SearchSpec = { kind: 'noise', rate: 1, of: { kind: 'bm25' } };
