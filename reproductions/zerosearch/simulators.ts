import type { Curriculum, SearchSpec } from '../../harness/search/index.ts';

/** The simulators of the comparison: three sizes, and the writer that the largest was tuned from, asked untuned. */
export const simulatorNames = ['simulator-s', 'simulator-m', 'simulator-l', 'prompted'] as const;

/** One of them. */
export type SimulatorName = (typeof simulatorNames)[number];

/** The folder of a simulator, below the package. */
export function simulatorFolder(name: SimulatorName): string {
  return `data/models/${name === 'prompted' ? 'writer-l' : name}`;
}

/** A simulator of this process, each search tried once. */
export function simulatorSearch(name: SimulatorName): SearchSpec {
  return {
    kind: 'simulator',
    model: { kind: 'embedded', folder: simulatorFolder(name) },
    format: 'compact',
    tuning: name === 'prompted' ? 'prompt' : 'sft',
    // `ppo_trainer.yaml:153 @2d4cdca`.
    temperature: 0.8,
    maxTokensPerDocument: 80,
  };
}

/**
 * The same with bounded retries. In this process nothing is waited for: another seed writes another text at once.
 *
 * DEVIATION(simulators): models of under three million parameters play the search engine.
 */
export function retriedSimulator(name: SimulatorName): SearchSpec {
  return { kind: 'retry', attempts: 3, backoffMs: 0, of: simulatorSearch(name) };
}

/** Ends of the curriculum of every simulator arm that is not about the curriculum; DEVIATION(curriculum-ends). */
export const curriculumEnds = { start: 0, end: 0.7, base: 4 } as const;

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
