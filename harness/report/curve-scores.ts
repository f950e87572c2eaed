import { areaUnderCurve, type CurvePoint } from '../statistics/area-under-curve.ts';
import type { Evaluation } from './run.ts';
import { accuracy, type Score } from './score.ts';

/**
 * The area under each question's own curve of right (1) and wrong (0) answers, from its first scored step to `until`
 * (a step; the last evaluated one unless told), 0 to 1. The mean over questions is the area under the accuracy curve,
 * and it can be resampled by question. A failed episode is left out of its question's curve.
 */
export function areaScores(evaluations: readonly Evaluation[], until?: number): Score[] {
  const curves = new Map<string, { chunkId: string; points: CurvePoint[] }>();
  for (const { step, outcomes } of evaluations)
    for (const outcome of outcomes) {
      const curve = curves.get(outcome.questionId) ?? { chunkId: outcome.chunkId, points: [] };
      const { sum, count } = accuracy(outcome);
      if (count > 0) curve.points.push({ step, value: sum });
      curves.set(outcome.questionId, curve);
    }
  const end = until ?? evaluations.at(-1)?.step ?? 0;
  return [...curves].map(([questionId, { chunkId, points }]) => {
    const usable = (points[0]?.step ?? Number.POSITIVE_INFINITY) <= end;
    return { questionId, chunkId, sum: usable ? areaUnderCurve(points, end) : 0, count: usable ? 1 : 0 };
  });
}
