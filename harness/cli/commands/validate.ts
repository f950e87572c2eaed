import { Command } from 'commander';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { findDatasets } from '../../data/find-datasets.ts';
import type { Validation } from '../../evaluate/validate-dataset.ts';
import { oneLine, printLine } from '../print.ts';

/** Place in the help. */
export const rank = 90;

/** `twinzero validate`: on every data set that is here, right answers score 1 and wrong ones 0, without a model. */
export function validateCommand(): Command {
  return new Command('validate')
    .description('check, without a model, that right answers score 1 and wrong ones 0 on every data set')
    .option('--json', 'one JSON object a data set')
    .action(async ({ json = false }: { readonly json?: boolean }) => {
      const { validateDataset } = await import('../../evaluate/validate-dataset.ts');
      const faulty: string[] = [];
      for (const { id: name, load, absent, holds } of await findDatasets()) {
        const reason = holds === 'examples' ? 'it holds no questions' : absent();
        if (reason !== null) {
          printLine(
            json ? JSON.stringify({ dataset: name, skipped: reason }) : `${name}: skipped, ${reason}`,
          );
          continue;
        }
        const validation = await validateDataset(await load());
        printLine(json ? JSON.stringify(validation) : describe(validation));
        if (validation.faults.length > 0) faulty.push(name);
      }
      if (faulty.length > 0)
        throw new TwinZeroError(
          'data',
          `${faulty.join(' and ')}: scores are not as they must be; see the lines above`,
        );
    });
}

function describe({ dataset, questions, checks, faults }: Validation): string {
  const head = `${dataset}: ${questions} questions, ${checks} scores of gold, empty, swapped and document-only answers, ${faults.length} wrong`;
  const lines = faults.map(
    (fault) =>
      `  question ${oneLine(fault.questionId)}: ${fault.measure} of a ${fault.case} answer is ${fault.actual ?? 'missing'}, must be ${fault.expected}`,
  );
  return [head, ...lines].join('\n');
}
