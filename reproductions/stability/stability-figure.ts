import {
  armColor,
  bandOver,
  bandPanel,
  type Figure,
  type PanelView,
  type Report,
  type Series,
  sideBySide,
} from '../../harness/report/index.ts';
import type { Run } from '../../harness/run/index.ts';
import { armsAt, klCoefficients, learningRates } from './arms.ts';

/** Columns of metrics.csv that are drawn, a row of panels each. */
const drawn = {
  correctness: 'training correctness',
  entropy: 'entropy, nats a token',
  kl: 'KL, nats a token',
};

const names = { treatment: 'with retry', control: 'three rewards' } as const;

/** A panel for each drawn column and learning rate, with a line for each arm and KL coefficient. */
export function stabilityFigure(report: Report): Figure {
  const rows = Object.entries(drawn).map(([column, yTitle]) =>
    sideBySide(learningRates.map((rate) => panel(report, rate, { column, yTitle }))),
  );
  return { vconcat: rows } as unknown as Figure;
}

function panel(
  { results: { runs } }: Report,
  learningRate: (typeof learningRates)[number],
  { column, yTitle }: { readonly column: string; readonly yTitle: string },
): PanelView {
  const series = klCoefficients.flatMap((kl, place) =>
    Object.entries(armsAt({ learningRate, kl })).flatMap(([side, arm], second): Series[] => {
      const own = runs.filter(({ info }) => info.arm === arm);
      if (own.length === 0) return [];
      return [
        {
          label: `${names[side as keyof typeof names]}, KL x ${kl}`,
          color: armColor(2 * place + second),
          dashed: side === 'control',
          points: bandOver(own.map((run) => ({ carried: false, points: pointsOf(run, column) }))),
        },
      ];
    }),
  );
  return bandPanel({ title: `Learning rate x ${learningRate}`, yTitle, series, unit: 'number' });
}

function pointsOf({ metrics }: Run, column: string): { step: number; value: number | null }[] {
  return metrics.map((row) => ({ step: row['step'] ?? 0, value: row[column] ?? null }));
}
