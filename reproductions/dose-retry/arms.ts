import type { Controls } from '../../harness/report/index.ts';
import { type Arm, armOf, type ProfileName } from '../../harness/reproduce/reproduction.ts';
import { twinOf } from '../../harness/reproduce/twin-of.ts';
import { comparison, controls as rezeroControls, rezeroArms } from '../rezero/arms.ts';
import { type Persistence, persistences, policyOf } from './persistence.ts';

/** The arms of ReZero that are compared at a persistence, by their names here. */
export function armsAt({ id }: Pick<Persistence, 'id'>): {
  readonly treatment: string;
  readonly control: string;
} {
  return { treatment: `${comparison.treatment}-${id}`, control: `${comparison.control}-${id}` };
}

/** The persistence at which the controls are, about that of ReZero's own base policies. */
const [, usual] = persistences;

/** A smoke run makes one base policy and no more. */
const compared: readonly ProfileName[] = ['default', 'full'];

/** Arms that show what the runs can tell. */
export const controls: Controls = {
  positive: { treatment: 'informed-retry', control: armsAt(usual).control },
  twin: { treatment: 'twin', control: armsAt(usual).control },
  shown: [],
};

const rezero = { id: 'rezero', arms: rezeroArms };
const control = startingFrom(usual, comparison.control, armsAt(usual).control);

/** ReZero's two arms at each persistence, DEVIATION(persistence), then the controls, DEVIATION(controls). */
export const doseArms: readonly Arm[] = [
  ...persistences.flatMap((persistence) => {
    const ids = armsAt(persistence);
    return [
      startingFrom(persistence, comparison.treatment, ids.treatment),
      startingFrom(persistence, comparison.control, ids.control),
    ].map((arm): Arm => (persistence === usual ? arm : { ...arm, profiles: compared }));
  }),
  {
    ...startingFrom(usual, rezeroControls.positive.treatment, controls.positive.treatment),
    profiles: compared,
  },
  { ...twinOf(control, `Negative control: twin of ${control.label}`), profiles: compared },
];

/** ReZero's arm with other starts; nothing else differs. */
function startingFrom(persistence: Persistence, like: string, id: string): Arm {
  const { label, change } = armOf(rezero, like);
  return {
    id,
    label: `${label}, again after ${Math.round(100 * persistence.aim)} %`,
    change: (base) => ({
      ...change(base),
      policy: { kind: 'embedded', folder: policyOf(persistence, base.seed).folder },
    }),
  };
}
