import { z } from 'zod';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { requireRate } from '../search-backend.ts';

const probability = z.number().min(0).max(1);
const curve = z
  .number()
  .positive()
  .refine((value) => value !== 1, "must not be 1; the paper's is 4");

/**
 * Schedule over training of the probability that a simulated search returns noisy documents. `reversed` runs
 * `exponential` backwards, from `end` to `start`; `none` never returns noisy ones.
 */
export const curriculumSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum(['exponential', 'reversed']),
    /** Probability at step 0; of `reversed` at the last step. */
    start: probability,
    /** Probability at the last step, of `reversed` at step 0; may be the lower one. */
    end: probability,
    /** Above 0, not 1: the larger, the later the change; 4 in the paper. */
    base: curve,
  }),
  z.strictObject({ kind: z.literal('fixed'), rate: probability }),
  z.strictObject({ kind: z.literal('none') }),
]);

/** A `curriculumSchema`. */
export type Curriculum = Readonly<z.infer<typeof curriculumSchema>>;

/** Place in a run at which a search happens. */
export interface CurriculumPosition {
  /** From 1 in training; 0 is before the first update. */
  readonly step: number;
  /** Steps of the whole run; from there on the probability stays. */
  readonly steps: number;
}

/**
 * The probability of noisy documents at step i of m: start + (base^(i/m) - 1) / (base - 1) * (end - start), and `end`
 * from i = m on. From 0 to 0.75 with base 4 it is 0.2449 at step 100 of 203. Reversed it is that of step m - i.
 * Source: ZeroSearch section 3.4, equation 1; `llm_agent/generation.py:540-548 @2d4cdca`.
 * @throws TwinZeroError `configuration` for a probability outside [0, 1] or a base without a curve.
 */
export function noisyProbability(curriculum: Curriculum, { step, steps }: CurriculumPosition): number {
  switch (curriculum.kind) {
    case 'none':
      return 0;
    case 'fixed':
      requireRate('the fixed probability of noisy documents', curriculum.rate);
      return curriculum.rate;
    case 'exponential':
      return exponential(curriculum, { step, steps });
    case 'reversed':
      return exponential(curriculum, { step: Math.max(0, steps - step), steps });
  }
}

function exponential(
  { start, end, base }: Extract<Curriculum, { base: number }>,
  { step, steps }: CurriculumPosition,
): number {
  requireRate('the start of the curriculum', start);
  requireRate('the end of the curriculum', end);
  if (!(base > 0 && base !== 1 && Number.isFinite(base)))
    throw new TwinZeroError(
      'configuration',
      `the base of the curriculum is ${base}; it must be above 0 and not 1, the paper's is 4`,
    );
  if (step >= steps) return end;
  return start + ((base ** (step / steps) - 1) / (base - 1)) * (end - start);
}

/** A curriculum in short, for identities and tables: `exponential(0,0.75,b=4)`, `fixed(0.5)`, `none`. */
export function curriculumText(curriculum: Curriculum): string {
  switch (curriculum.kind) {
    case 'none':
      return 'none';
    case 'fixed':
      return `fixed(${curriculum.rate})`;
    case 'exponential':
    case 'reversed':
      return `${curriculum.kind}(${curriculum.start},${curriculum.end},b=${curriculum.base})`;
  }
}

/** A step of a run and its probability of noisy documents. */
export interface ScheduledNoise {
  readonly step: number;
  readonly noisyProbability: number;
}

/** A curriculum as numbers, for every step from 1 to the last. */
export function curriculumSchedule(curriculum: Curriculum, steps: number): readonly ScheduledNoise[] {
  return Array.from({ length: steps }, (_, i) => {
    const step = i + 1;
    return { step, noisyProbability: noisyProbability(curriculum, { step, steps }) };
  });
}

const rows = 12;
const maxColumns = 60;

/**
 * The probability of noisy documents over the steps of a run, as text of 12 rows with axes: a mark per column, in the
 * row nearest to its value. The scale ends at the highest value, or at 1 where all are 0.
 */
export function curriculumPlot(curriculum: Curriculum, steps: number): string {
  const columns = Math.max(1, Math.min(maxColumns, steps));
  const values = Array.from({ length: columns }, (_, column) => {
    const step = columns === 1 ? steps : Math.round(1 + (column * (steps - 1)) / (columns - 1));
    return noisyProbability(curriculum, { step, steps });
  });
  const top = Math.max(...values) || 1;
  const heights = values.map((value) => Math.round((value / top) * (rows - 1)));
  const lines = Array.from({ length: rows }, (_, row) => {
    const height = rows - 1 - row;
    const marks = heights.map((marked) => (marked === height ? '*' : ' ')).join('');
    return `${((top * height) / (rows - 1)).toFixed(3)} |${marks}`.trimEnd();
  });
  const last = columns === 1 ? '' : String(steps).padStart(columns - 1);
  return ['P(noisy)', ...lines, `      +${'-'.repeat(columns)}`, `       1${last} step`].join('\n');
}
