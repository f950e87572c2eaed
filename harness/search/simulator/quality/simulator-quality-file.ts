import { z } from 'zod';
import type { CountOf, SimulatorMeasures } from './measure-simulator.ts';

/** A measured simulator. */
export interface MeasuredSimulator extends SimulatorMeasures {
  /** E.g. `simulator-l`. */
  readonly id: string;
  /** Its name in tables. */
  readonly label: string;
  /** Trainable numbers of its model; null where not known, as of a served one. */
  readonly parameters: number | null;
}

/** Contents of `simulator-quality.json`. */
export interface SimulatorQualityFile {
  readonly schema: 2;
  readonly simulators: readonly MeasuredSimulator[];
}

const text = z.string().min(1);
const whole = z.number().int().nonnegative();
const share = z.number().min(0).max(1);
const countOf: z.ZodType<CountOf> = z
  .strictObject({ count: whole, n: whole })
  .refine(({ count, n }) => count <= n, 'more are counted than there are');

/** The schema of `simulator-quality.json`. */
export const simulatorQualityFile: z.ZodType<SimulatorQualityFile> = z.strictObject({
  schema: z.literal(2),
  simulators: z.array(
    z.strictObject({
      id: text,
      label: text,
      parameters: z.number().int().positive().nullable(),
      usefulWithGold: countOf,
      goodWithGold: countOf,
      strayWithGold: countOf,
      noisyWithGold: countOf,
      valid: countOf,
      distinct: countOf,
      similarity: z.strictObject({ mean: share, low: share, high: share, n: whole.min(1) }),
    }),
  ),
});
