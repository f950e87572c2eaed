import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { writeFileWhole } from '../core/write-file-whole.ts';
import { verdictAssayPage } from '../report/index.ts';
import type { AssaySettings } from '../statistics/assay/assay-verdicts.ts';
import { parseCount, parseCounts, parseSeed } from './parse-number.ts';
import { printError, printLine } from './print.ts';

interface AssayFlags extends AssaySettings {
  readonly results?: string;
  readonly json?: boolean;
}

/** `twinzero assay verdicts`: how often the shipped verdict rule is wrong, and what it finds, in worlds of known truth. */
export function assayVerdictsCommand(): Command {
  return new Command('verdicts')
    .description('simulate comparisons of known truth and count the false verdicts of the shipped rule')
    .option('--replicates <n>', 'comparisons for each number', parseCount, 2000)
    .option('--seed <n>', 'of the simulation', parseSeed, 1)
    .option('--seeds <list>', 'seeds of an arm, e.g. 3,5,8', parseCounts, [3, 5, 8, 10])
    .option('--chunks <n>', 'held-out chunks of two questions', parseCount, 32)
    .option('--results <folder>', 'write assay/verdicts.json and .md below this folder')
    .option('--json', 'print JSON')
    .action(assay);
}

async function assay({ results, json, ...settings }: AssayFlags): Promise<void> {
  const { assayVerdicts } = await import('../statistics/assay/assay-verdicts.ts');
  const found = assayVerdicts(settings, (label) => printError(`measured: ${label}`));
  const page = verdictAssayPage(found, commandText(settings));
  const text = JSON.stringify(found);
  printLine(json === true ? text : page.trimEnd());
  if (results === undefined) return;
  const folder = join(results, 'assay');
  await mkdir(folder, { recursive: true });
  const name = settings.chunks === 32 ? 'verdicts' : `verdicts-${settings.chunks}-chunks`;
  await writeFileWhole(join(folder, `${name}.json`), `${text}\n`);
  await writeFileWhole(join(folder, `${name}.md`), page);
}

/** The command line of these settings, where the results lie in the folder `results`. */
function commandText({ replicates, seed, seeds, chunks }: AssaySettings): string {
  return `twinzero assay verdicts --replicates ${replicates} --seed ${seed} --seeds ${seeds.join(',')} --chunks ${chunks} --results results`;
}
