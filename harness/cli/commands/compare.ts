import { Command } from 'commander';
import { canonicalJson } from '../../core/canonical-json.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import {
  compareRuns,
  pValue,
  type RunComparison,
  signedWithInterval,
  type StepAccuracy,
  summariseRun,
  withInterval,
} from '../../report/index.ts';
import { hasEnded, readRun, type Run } from '../../run/index.ts';
import { wilsonInterval } from '../../statistics/proportions.ts';
import { printError, printLine } from '../print.ts';

/** Place in the help. */
export const rank = 50;

/** `twinzero compare`: two runs on the same held-out questions, each at the step chosen on dev. */
export function compareCommand(): Command {
  return new Command('compare')
    .description('compare two runs question by question, each at the step chosen on dev')
    .argument('<runA>', 'run folder, e.g. results/rezero/default/runs/rezero-s1')
    .argument('<runB>', 'run folder')
    .option('--json', 'print JSON')
    .action(async (folderA: string, folderB: string, { json }: { json?: boolean }) => {
      const runs = [await readRun(folderA), await readRun(folderB)] as const;
      const comparison = compare(...runs);
      for (const run of runs)
        if (!hasEnded(run)) printError(`${run.id} did not end: its chosen step may still change`);
      const sides = runs.map((run) => ({ run: run.id, ...summariseRun(run).chosen }));
      const [first, second] = sides;
      printLine(
        json === true
          ? JSON.stringify({ first, second, ...comparison })
          : [...sides.map(sideText), comparisonText(comparison)].join('\n'),
      );
    });
}

function compare(first: Run, second: Run): RunComparison {
  if (canonicalJson(first.info.dataHashes) !== canonicalJson(second.info.dataHashes))
    throw new TwinZeroError(
      'data',
      `${first.id} and ${second.id} used different data; compare runs whose dataHashes in run.json are equal`,
    );
  const comparison = compareRuns(first, second);
  if (comparison !== null) return comparison;
  throw new TwinZeroError(
    'data',
    `no held-out question is scored in both ${first.id} and ${second.id} at the steps chosen on dev; evaluate both runs there`,
  );
}

function sideText({ run, step, proportion }: { run: string } & Partial<StepAccuracy>): string {
  if (proportion === undefined || proportion === null) return `${run}: nothing scored`;
  const { correct, n } = proportion;
  return `${run}: ${correct}/${n} = ${withInterval(wilsonInterval(proportion), 'share')} at step ${step}`;
}

function comparisonText({ n, firstOnly, secondOnly, difference, p }: RunComparison): string {
  return [
    `${firstOnly + secondOnly} of ${n} questions differ: right only in the first ${firstOnly}, only in the second ${secondOnly}; exact McNemar p ${pText(p)}`,
    ...(difference === null
      ? []
      : [`difference ${signedWithInterval(difference, 'share')}, 95 % by t over chunks`]),
    'of these two runs alone: other seeds may differ by more',
  ].join('\n');
}

function pText(p: number): string {
  const text = pValue(p);
  return text.startsWith('<') ? text : `= ${text}`;
}
