import type { ArmCell } from '../crossed-interval.ts';

/** A difference with the parts of its crossed interval, as another implementation has them. */
export interface AuditedContrast {
  readonly name: string;
  readonly cells: readonly (readonly ArmCell[])[];
  readonly estimate: number;
  readonly parts: { readonly seeds: number; readonly chunks: number; readonly cells: number };
  readonly variance: number;
  readonly degreesOfFreedom: number;
  readonly low: number;
  readonly high: number;
  readonly p: number;
}

/**
 * Right answers of the two questions of each chunk, a row a seed, in `scale` parts of one answer: what the default runs
 * of commit 16ea74e had under `results/` (32 chunks in order of their ids). The expected values are from an audit of those
 * runs by a separate program (Python 3.12, numpy 2, scipy 1.17).
 */
export const auditedContrasts: readonly AuditedContrast[] = [
  {
    name: 'rezero minus three-reward',
    cells: cellsOf({
      scale: 1,
      treatment: [
        '2 2 2 1 1 0 1 1 1 1 2 2 1 1 1 2 2 1 2 1 1 1 1 2 1 1 1 2 2 1 1 2',
        '2 2 2 1 1 1 1 1 1 1 2 2 1 1 1 2 2 1 2 1 1 1 1 2 1 1 2 2 2 1 1 2',
        '2 2 2 1 1 1 1 1 1 1 2 2 1 1 1 2 2 1 2 1 1 1 1 2 1 1 2 2 2 1 1 2',
        '2 2 2 1 1 1 1 0 1 1 1 2 1 1 1 1 2 1 2 1 1 1 1 2 1 1 2 2 2 1 1 2',
        '2 2 2 1 1 1 1 1 1 1 2 2 1 1 1 1 2 1 2 1 1 1 1 2 1 1 2 2 2 1 1 2',
      ],
      control: [
        '2 2 2 1 1 0 1 1 1 1 2 2 1 1 1 2 2 1 2 1 1 1 1 2 1 1 1 2 2 1 1 2',
        '2 2 2 1 1 1 1 1 1 1 2 2 1 1 1 2 2 1 2 1 1 1 1 2 1 1 2 2 2 1 1 2',
        '2 2 2 1 1 1 1 1 1 1 2 2 1 1 1 2 2 1 2 1 1 1 1 2 1 1 2 2 2 1 1 2',
        '2 2 2 1 1 1 1 0 1 1 1 2 1 1 1 2 2 1 2 1 1 1 1 2 1 1 2 2 2 1 1 2',
        '2 2 2 1 1 1 1 1 1 1 2 2 1 1 1 1 2 1 2 1 1 1 1 2 1 1 2 2 2 1 1 2',
      ],
    }),
    estimate: -0.003125,
    parts: { seeds: 9.7656e-6, chunks: 9.7656e-6, cells: 9.7656e-6 },
    variance: 9.7656e-6,
    degreesOfFreedom: 3.444,
    low: -0.01238,
    high: 0.00613,
    p: 0.3823,
  },
  {
    name: 'rezero minus three-reward, area under the first third',
    cells: cellsOf({
      scale: 300,
      treatment: [
        '600 330 600 300 300 0 300 300 75 75 150 600 165 300 300 600 600 300 330 300 300 300 300 600 300 300 390 240 600 300 300 330',
        '600 330 600 300 300 75 300 300 75 75 150 600 75 300 300 600 600 300 240 300 300 300 75 600 300 300 600 150 600 300 300 330',
        '600 330 600 300 300 75 300 300 75 75 150 600 75 300 300 600 375 300 330 165 300 300 300 600 300 300 465 150 600 300 300 240',
        '600 240 600 300 300 75 300 0 75 75 75 600 75 300 300 300 600 300 330 300 300 165 300 465 300 300 600 150 375 300 300 240',
        '600 330 600 300 300 165 300 300 75 75 150 600 165 300 300 300 600 300 240 300 300 300 300 600 300 300 600 330 600 300 300 330',
      ],
      control: [
        '600 240 600 300 300 0 300 300 75 75 150 600 75 300 300 600 600 300 330 300 300 300 300 600 300 300 300 150 600 300 300 330',
        '600 330 600 300 300 75 300 300 75 75 150 600 75 300 300 600 600 300 240 300 300 300 75 600 300 300 600 150 600 300 300 330',
        '600 150 600 300 300 75 300 300 75 75 150 600 75 300 300 600 375 300 240 75 300 300 300 600 300 300 375 150 600 300 300 150',
        '600 240 600 300 300 75 300 0 75 75 75 600 75 300 300 300 600 300 330 300 300 165 300 375 300 300 600 150 375 300 300 240',
        '600 330 600 300 300 75 300 300 75 75 150 600 75 300 300 300 600 300 240 300 300 300 300 600 300 300 600 150 600 300 300 240',
      ],
    }),
    estimate: 0.015,
    parts: { seeds: 2.9443e-5, chunks: 2.3589e-5, cells: 1.402e-5 },
    variance: 3.9012e-5,
    degreesOfFreedom: 6.442,
    low: -3e-5,
    high: 0.03003,
    p: 0.0504,
  },
  {
    name: 'simulator-l minus real',
    cells: cellsOf({
      scale: 1,
      treatment: [
        '2 0 2 1 1 0 1 2 0 0 0 2 0 1 1 2 2 1 0 1 1 1 1 2 1 1 1 0 2 1 1 0',
        '2 0 2 1 1 0 1 1 0 0 0 2 0 1 1 2 2 1 0 1 1 1 0 2 1 1 2 0 2 1 1 0',
        '2 0 2 1 1 0 1 1 0 0 0 2 0 1 1 2 1 1 0 0 1 1 1 2 1 1 1 0 2 1 1 0',
      ],
      control: [
        '2 2 2 1 1 0 1 1 2 0 2 2 1 2 1 2 2 1 2 1 1 1 1 2 1 1 2 1 2 1 1 2',
        '2 2 2 1 1 1 1 1 1 1 2 2 1 1 1 2 2 1 1 1 1 1 1 2 1 1 2 2 2 1 1 2',
        '2 2 2 1 1 1 1 1 1 1 2 2 1 1 1 2 2 1 2 1 1 1 1 2 1 1 2 2 2 1 1 2',
      ],
    }),
    estimate: -0.229167,
    parts: { seeds: 0.00035265, chunks: 0.0039062, cells: 0.00029664 },
    variance: 0.0039623,
    degreesOfFreedom: 4,
    low: -0.40393,
    high: -0.0544,
    p: 0.022,
  },
  {
    name: 'simulator-l minus fixed',
    cells: cellsOf({
      scale: 1,
      treatment: [
        '2 0 2 1 1 0 1 2 0 0 0 2 0 1 1 2 2 1 0 1 1 1 1 2 1 1 1 0 2 1 1 0',
        '2 0 2 1 1 0 1 1 0 0 0 2 0 1 1 2 2 1 0 1 1 1 0 2 1 1 2 0 2 1 1 0',
        '2 0 2 1 1 0 1 1 0 0 0 2 0 1 1 2 1 1 0 0 1 1 1 2 1 1 1 0 2 1 1 0',
      ],
      control: [
        '2 0 2 1 1 0 1 1 0 0 0 2 0 1 1 2 2 1 0 1 1 1 1 2 1 1 1 0 2 1 1 0',
        '1 1 2 1 1 0 1 1 0 0 0 2 0 1 1 2 0 1 0 1 1 1 0 2 1 1 2 0 0 0 1 0',
        '2 0 2 1 1 1 1 2 1 1 2 2 1 2 1 0 2 1 2 1 1 1 1 1 1 1 1 2 0 0 1 1',
      ],
    }),
    estimate: -0.015625,
    parts: { seeds: 0.0042318, chunks: 0.0013082, cells: 0.0010116 },
    variance: 0.0045284,
    degreesOfFreedom: 2.272,
    low: -0.27436,
    high: 0.24311,
    p: 0.8357,
  },
  {
    name: 'grpo at its chosen step minus its step 0',
    cells: cellsOf({
      scale: 1,
      treatment: [
        '2 0 2 1 1 0 1 2 0 0 0 2 0 1 1 2 2 1 0 1 1 1 1 2 1 1 1 0 2 1 1 0',
        '2 0 2 1 1 0 1 1 0 0 0 2 0 1 1 2 2 1 0 1 1 1 0 2 1 1 2 0 2 1 1 0',
        '2 1 2 1 1 0 1 1 0 0 0 2 0 2 1 2 2 1 0 0 1 0 1 2 1 1 1 0 0 1 1 0',
      ],
      control: [
        '2 0 2 1 1 0 1 1 0 0 0 2 0 1 1 2 2 1 0 1 1 1 1 2 1 1 1 0 2 1 1 0',
        '2 0 2 1 1 0 1 1 0 0 0 2 0 1 1 2 2 1 0 1 1 1 0 2 1 1 2 0 2 1 1 0',
        '2 0 2 1 1 0 1 1 0 0 0 2 0 1 1 2 1 1 0 0 1 1 1 2 1 1 1 0 2 1 1 0',
      ],
    }),
    estimate: 0.005208,
    parts: { seeds: 2.7127e-5, chunks: 0.00025114, cells: 0.00025114 },
    variance: 0.00025114,
    degreesOfFreedom: 4,
    low: -0.03879,
    high: 0.04921,
    p: 0.7589,
  },
];

interface Rows {
  readonly scale: number;
  readonly treatment: readonly string[];
  readonly control: readonly string[];
}

function cellsOf({ scale, treatment, control }: Rows): ArmCell[][] {
  const numbers = (row: string): number[] => row.split(' ').map((text) => Number(text) / scale);
  return treatment.map((row, seed) => {
    const others = numbers(control[seed] ?? '');
    return numbers(row).map((sum, chunk) => ({
      treatment: { sum, count: 2 },
      control: { sum: others[chunk] ?? Number.NaN, count: 2 },
    }));
  });
}
