import { parseJson } from '../core/parse-json.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { type Evaluation, evaluationRow } from './run.ts';

/**
 * Reads the text of an evaluations.jsonl.
 * @param path named in errors.
 * @returns rows by split, then ascending step.
 * @throws TwinZeroError `data` for a torn or invalid line, a repeated step or a repeated question.
 */
export function parseEvaluations(text: string, path: string): Evaluation[] {
  const seen = new Set<string>();
  const rows: Evaluation[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue;
    const where = `${path}:${index + 1}`;
    const mend = 'the run was cut short or the file edited: resume the run, or delete the line';
    const row = parseJson(line, evaluationRow, { where, mend });
    const key = `${row.split} at step ${row.step}`;
    if (seen.has(key)) throw new TwinZeroError('data', `${where} repeats ${key}; keep one of the two lines`);
    if (new Set(row.outcomes.map(({ questionId }) => questionId)).size < row.outcomes.length)
      throw new TwinZeroError('data', `${where} scores a question twice; evaluate the run again`);
    seen.add(key);
    rows.push(row);
  }
  return rows.sort((a, b) => (a.split === b.split ? a.step - b.step : a.split < b.split ? -1 : 1));
}
