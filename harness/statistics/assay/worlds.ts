import { breakthroughDraw } from './breakthrough-world.ts';
import { type LogisticSettings, logisticDraw } from './logistic-world.ts';
import { plateauDraw } from './plateau-world.ts';
import { searchCountDraw } from './search-count-world.ts';
import { transitionDraw } from './transition-world.ts';
import type { World } from './world.ts';

const accuracy = { unit: 'share', deltas: [0.05, 0.1] } as const;
/** The first is at the margin of non-inferiority. */
const sizes = [-0.05, 0.02, 0.05, 0.1, 0.2] as const;
const measured = { ...accuracy, effects: sizes } as const;
const nullOnly = { ...accuracy, effects: [] } as const;

/** Logistic worlds are what runs of larger models may be like; the others are what our own runs were like. */
export const worlds: readonly World[] = [
  logistic('area-20', { runDeviation: 0.2, evaluations: 4 }),
  logistic('area-10', { runDeviation: 0.1, evaluations: 4 }, sizes),
  logistic('area-5', { runDeviation: 0.05, evaluations: 4 }),
  logistic('run-10', { runDeviation: 0.1 }, sizes),
  logistic('run-10-heavy', { runDeviation: 0.1, tails: 'heavy' }),
  logistic('run-5', { runDeviation: 0.05 }, sizes),
  logistic('run-2', { runDeviation: 0.02 }, sizes),
  logistic('chunks-run-5', { runDeviation: 0.05, chunkEffect: 1 }),
  logistic('chunks-run-0', { runDeviation: 0, chunkEffect: 2 }),
  {
    id: 'searches-25',
    label: 'searches a question, runs differ by 25 %',
    unit: 'count',
    deltas: [0.25],
    effects: [0.25, 0.5],
    draw: searchCountDraw(0.25),
  },
  // Eighteen questions come in the climb: an effect of twenty points would be cut short.
  {
    ...accuracy,
    effects: sizes.filter((size) => size < 0.2),
    id: 'transition',
    label: 'one step of a climb',
    draw: transitionDraw,
  },
  { ...nullOnly, id: 'breakthrough-20', label: '20 % of runs break through', draw: breakthroughDraw(0.2) },
  { ...nullOnly, id: 'breakthrough-10', label: '10 % of runs break through', draw: breakthroughDraw(0.1) },
  {
    ...accuracy,
    effects: [0.05, 0.1],
    id: 'breakthrough-effect',
    label: 'no run breaks through, but for those that make the effect',
    draw: breakthroughDraw(0),
  },
  { ...measured, id: 'plateau', label: 'plateau', draw: plateauDraw({ unstable: 6, shared: 0.85 }) },
  {
    ...measured,
    id: 'plateau-loose',
    label: 'plateau, looser pairs',
    draw: plateauDraw({ unstable: 10, shared: 0.5 }),
  },
];

function logistic(id: string, settings: LogisticSettings, effects: readonly number[] = []): World {
  const { runDeviation, evaluations = 1, chunkEffect = 0, tails = 'normal' } = settings;
  const label = [
    `${evaluations === 1 ? '' : `mean of ${evaluations} evaluations, `}run SD ${100 * runDeviation} points`,
    ...(tails === 'heavy' ? ['heavy tails'] : []),
    ...(chunkEffect === 0 ? [] : ['effects by chunk']),
  ].join(', ');
  return { ...accuracy, effects, id, label, draw: logisticDraw(settings) };
}
