import type { Controls } from '../../harness/report/index.ts';
import { type Arm, armOf } from '../../harness/reproduce/reproduction.ts';
import { twinOf } from '../../harness/reproduce/twin-of.ts';
import { controls as zerosearchControls, zerosearchArms } from '../zerosearch/arms.ts';
import { perfectSimulator, underCurriculum } from '../zerosearch/simulators.ts';
import { degradedKind } from './degraded-search.ts';

/** Shares of useful searches that return the chunk with the answer, in per cent. */
export const qualities = [0, 25, 50, 75, 100] as const;

/** One of them. */
export type Quality = (typeof qualities)[number];

/** The arm of a quality. */
export function armAt(quality: Quality): string {
  return `quality-${quality}`;
}

/** Arms that show what the runs can tell: the best simulator there can be, and one that never helps. */
export const controls: Controls = {
  positive: { treatment: armAt(100), control: armAt(0) },
  twin: { treatment: 'twin', control: armAt(100) },
  shown: [],
};

const perfect = armOf({ id: 'zerosearch', arms: zerosearchArms }, zerosearchControls.positive.treatment);
const best = degradedTo(100);

/** ZeroSearch's perfect simulator, degraded, DEVIATION(degraded-simulator); then the twin, DEVIATION(controls). */
export const doseArms: readonly Arm[] = [
  ...qualities.map((quality) => (quality === 100 ? best : degradedTo(quality))),
  twinOf(best, 'Negative control: twin of 100 % with the answer'),
];

/** The degrading stands between the curriculum, which draws the label, and the simulator, which follows it. */
function degradedTo(quality: Quality): Arm {
  const of = { kind: degradedKind, settings: { quality: quality / 100 }, of: perfectSimulator } as const;
  return {
    id: armAt(quality),
    label: `${quality} % of useful searches with the answer`,
    change: (base) => ({ ...perfect.change(base), trainingSearch: underCurriculum(of) }),
  };
}
