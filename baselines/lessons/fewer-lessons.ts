import type { LessonSource } from '../../harness/baseline/index.ts';

/** Lessons of which one has as many conversations as `times` of a method that asks once: a step has that many fewer. */
export function fewerLessons(times: number, source: LessonSource): LessonSource {
  return ({ seed, perStep }) => source({ seed, perStep: Math.ceil(perStep / times) });
}
