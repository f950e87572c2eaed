import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { packageRoot } from '../../core/package-root.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { allPapers, findReproduction, reproductionNames } from '../../reproduce/find-reproductions.ts';
import { reportSpecOf } from '../../reproduce/reproduction.ts';
import { printError, printLine } from '../print.ts';

interface ReportFlags {
  readonly profile: string;
  readonly results: string;
  readonly check?: boolean;
  readonly wide?: boolean;
}

/** Place in the help. */
export const rank = 60;

/** `twinzero report`: writes and prints the tables, figures and verdicts of a result folder from its files, or checks them. */
export function reportCommand(): Command {
  return new Command('report')
    .description('write and print tables, figures and verdicts from the files of a result folder')
    .argument(
      '[reproduction]',
      `which one, default every one with results; ${allPapers}: the page of both papers side by side`,
    )
    .option('--profile <name>', 'the folder under results/<reproduction>/', 'default')
    .option('--results <folder>', 'where the results lie', join(packageRoot(), 'results'))
    .option(
      '--wide',
      'print every column, also where the terminal is too narrow; elsewhere than there all are',
    )
    .option('--check', 'write nothing; exit 1 and name the files that would change')
    .action(report);
}

async function report(name: string | undefined, flags: ReportFlags): Promise<void> {
  if (name !== allPapers) {
    await reportEach(name, flags);
    return;
  }
  const { publishCombined, staleCombined } = await import('../../reproduce/publish.ts');
  if (flags.check === true) nameStale(await staleCombined(flags), `twinzero report ${allPapers}`);
  else printLine(await publishCombined(flags));
}

async function reportEach(name: string | undefined, flags: ReportFlags): Promise<void> {
  const { results, profile } = flags;
  const names = name === undefined ? await namesWithResults(flags) : [name];
  if (names.length === 0)
    throw new TwinZeroError(
      'data',
      `there are no results of profile ${profile} under ${results}; run twinzero reproduce, or name the folder with --results`,
    );
  const { publishReport, staleFiles } = await import('../../reproduce/publish.ts');
  const { printResult } = await import('../print-result.ts');
  const stale: string[] = [];
  for (const each of names) {
    const spec = reportSpecOf(await findReproduction(each));
    if (flags.check === true) stale.push(...(await staleFiles(spec, flags)));
    else {
      const published = await publishReport(spec, flags);
      printResult(published.report, flags.wide);
      printLine(`\n${published.page}`);
    }
  }
  nameStale(stale, 'twinzero report');
}

function nameStale(stale: readonly string[], command: string): void {
  for (const path of stale) printLine(path);
  if (stale.length === 0) return;
  printError(`the files above differ from what their runs give; run ${command}`);
  process.exitCode = 1;
}

async function namesWithResults({ results, profile }: ReportFlags): Promise<string[]> {
  return (await reproductionNames()).filter((name) => existsSync(join(results, name, profile)));
}
