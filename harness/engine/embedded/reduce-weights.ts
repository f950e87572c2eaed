import type { Datum } from '../engine.ts';
import type { LossReduction } from '../loss.ts';

/** Each datum's weights with the reduction folded in, so that the loss is their plain weighted sum. */
export function reduceWeights(data: readonly Pick<Datum, 'weights'>[], reduction: LossReduction): number[][] {
  const totals = data.map(({ weights }) => weights.reduce((total, weight) => total + weight, 0));
  const all = totals.reduce((total, weight) => total + weight, 0);
  const scored = totals.filter((total) => total > 0).length;
  const divisor = (total: number): number => {
    if (reduction === 'token-sum') return 1;
    return reduction === 'token-mean' ? all : total * scored;
  };
  return data.map(({ weights }, index) =>
    weights.map((weight) => (weight === 0 ? 0 : weight / divisor(totals[index] ?? 1))),
  );
}
