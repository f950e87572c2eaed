import { Command } from 'commander';
import { readRows } from '../../data/read-rows.ts';
import { rescore, rescoreRow } from '../../evaluate/rescore.ts';
import { rewardSet } from '../../reproduce/find-reproductions.ts';
import { ColumnMeans } from '../column-means.ts';
import { printLine } from '../print.ts';
import { tableLine } from '../table-line.ts';

const notes = `
Each line of FILE (.gz too) is an object with id, question, answer (text or list), supporting_paragraphs,
chunk_content, messages [{role, content}] and optionally judge, the judge's raw reply. Without judge, correctness
is a normalised match of the extracted answer with answer. Every reward of the preset is printed, paid or not;
one that lacks its field is null, named under "missing", and makes the total null where the preset pays it. A
judge's reply is read strictly under the preset corrected and as published under the others. Rows of episodes.jsonl.gz
need no answer and no chunk_content: both follow from their question and searches. The table ends with the mean of each
reward over the rows that have it, and with how many these are.`;

/** Place in the help. */
export const rank = 70;

/** `twinzero rescore`: rewards of stored or foreign episodes, one line each in input order, without a model. */
export function rescoreCommand(): Command {
  return new Command('rescore')
    .description('score stored or foreign episodes again, without a model')
    .argument('<file>', 'episodes as JSON lines, plain or .gz')
    .requiredOption('--preset <name>', 'which rewards and weights; `twinzero list` has them')
    .option('--json', 'one JSON object a line instead of a table')
    .addHelpText('after', notes)
    .action(async (file: string, options: { preset: string; json?: boolean }) => {
      const preset = await rewardSet(options.preset);
      const names = preset.rewards.map(({ name }) => name);
      const json = options.json === true;
      const means = new ColumnMeans(names.length + 1);
      if (!json) printLine(tableLine(['id', ...names, 'total']));
      for await (const row of readRows(file, rescoreRow)) {
        const scored = rescore(preset, row);
        const cells = [...names.map((name) => scored.rewards[name] ?? null), scored.total];
        means.add(cells);
        printLine(json ? JSON.stringify(scored) : tableLine([String(scored.id), ...cells]));
      }
      if (!json) for (const line of means.lines()) printLine(line);
    });
}
