import type { Arm, ProfileName } from '../../harness/reproduce/reproduction.ts';
import type { Controls } from '../../harness/report/index.ts';
import { twinOf } from '../../harness/reproduce/twin-of.ts';
import { rewardSets } from './rewards.ts';

/** The pair that the claims are about. */
export const comparison = { treatment: 'rezero', control: 'three-reward' } as const;

/** Arms that show what the runs can tell. */
export const controls: Controls = {
  positive: { treatment: 'informed-retry', control: comparison.control },
  twin: { treatment: 'twin', control: comparison.control },
  shown: [{ treatment: 'placebo', control: comparison.control }],
};

/** A smoke run shows nothing that a control could be held against. */
const profiles: readonly ProfileName[] = ['default', 'full'];

/** An arm that differs from the others in what it is paid alone. */
function paid(id: string, label: string, set: keyof typeof rewardSets): Arm {
  return { id, label, change: (base) => ({ ...base, rewards: [...rewardSets[set].rewards] }) };
}

const control: Arm = {
  ...paid(comparison.control, 'Three rewards (no retry)', 'three-reward'),
  primary: true,
};

/**
 * The same policy trained with and without a reward for searching again; they differ in nothing else. DEVIATION(controls):
 * then the controls, by which a run shows what it can tell. Last the published combinations of rewards and their mended one;
 * no claim rests on these.
 */
export const rezeroArms: readonly Arm[] = [
  { id: comparison.treatment, label: 'ReZero (with retry reward)', primary: true, change: (base) => base },
  control,
  {
    ...paid('informed-retry', 'Positive control: informed retry', 'informed-retry'),
    profiles,
    // The primary claim rests on its being told apart.
    primary: true,
  },
  { ...twinOf(control, 'Negative control: twin of three rewards'), profiles },
  { ...paid('placebo', 'Negative control: placebo (retry reward shuffled)', 'placebo'), profiles },
  { ...paid('no-retry', 'No retry, the other five rewards', 'no-retry'), profiles },
  { ...paid('corrected', 'All six rewards, faults mended', 'corrected'), profiles },
  { ...paid('full-paper', 'All six rewards, as published', 'paper-2025-04-04'), profiles },
];
