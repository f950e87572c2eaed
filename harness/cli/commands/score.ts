import { Command } from 'commander';
import { z } from 'zod';
import { exactMatch, subExactMatch, tokenF1 } from '../../core/answer-match.ts';
import { rowId } from '../../core/parse-json.ts';
import { readRows } from '../../data/read-rows.ts';
import { ColumnMeans } from '../column-means.ts';
import { printLine } from '../print.ts';
import { tableLine } from '../table-line.ts';

const scoreRow = z.looseObject({
  id: rowId,
  prediction: z.string(),
  golds: z.array(z.string()).min(1),
});

const notes = `
Each line of FILE (.gz too) is an object with id, prediction and golds (a list of accepted answers). Printed are
em (equal after normalisation), subEm (a gold answer inside the prediction), 0 or 1, and f1 (shared words); the means of all rows come last, in the table alone.`;

/** Place in the help. */
export const rank = 80;

/** `twinzero score`: EM, sub-EM and F1 of bare predictions, one line each in input order. */
export function scoreCommand(): Command {
  return new Command('score')
    .description('EM, sub-EM and F1 of bare predictions')
    .argument('<file>', 'predictions as JSON lines, plain or .gz')
    .option('--json', 'one JSON object a line instead of a table')
    .addHelpText('after', notes)
    .action(async (file: string, options: { json?: boolean }) => {
      const json = options.json === true;
      const means = new ColumnMeans(3);
      if (!json) printLine(tableLine(['id', 'em', 'subEm', 'f1']));
      for await (const { id, prediction, golds } of readRows(file, scoreRow)) {
        const em = exactMatch(prediction, golds);
        const subEm = subExactMatch(prediction, golds);
        const f1 = tokenF1(prediction, golds);
        means.add([em, subEm, f1]);
        printLine(json ? JSON.stringify({ id, em, subEm, f1 }) : tableLine([String(id), em, subEm, f1]));
      }
      if (!json) for (const line of means.lines()) printLine(line);
    });
}
