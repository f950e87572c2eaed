import { type Curriculum, noisyProbability } from './curriculum.ts';

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
