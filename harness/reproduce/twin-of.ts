import type { Arm } from './reproduction.ts';

/** Distance of a twin's seeds from those of its arm, more than any reproduction has seeds. */
const seedDistance = 1000;

/**
 * The arm again as `twin`, under seeds of its own: it is run, paired and judged as any other arm, and differs from its
 * model by chance alone.
 */
export function twinOf(arm: Arm, label: string): Arm {
  const { primary: _, ...model } = arm;
  return {
    ...model,
    id: 'twin',
    label,
    change: (base) => arm.change({ ...base, seed: base.seed + seedDistance }),
  };
}
