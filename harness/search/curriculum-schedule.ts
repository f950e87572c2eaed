import { type Curriculum, noisyProbability } from './curriculum.ts';

/** A step of a run and its probability of noisy documents. */
export interface ScheduledNoise {
  readonly step: number;
  readonly noisyProbability: number;
}

/** A curriculum as numbers, for every step from 1 to the last. */
export function curriculumSchedule(curriculum: Curriculum, steps: number): readonly ScheduledNoise[] {
  return Array.from({ length: steps }, (_, i) => {
    const step = i + 1;
    return { step, noisyProbability: noisyProbability(curriculum, { step, steps }) };
  });
}
