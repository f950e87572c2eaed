import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import {
  type ComparedSide,
  compareRuns,
  compareSides,
  comparisonSentence,
  pValue,
  type RunComparison,
  type SideOptions,
} from '../../report/index.ts';
import { hasEnded, readRun, type Run, runFolders } from '../../run/index.ts';
import { printError, printLine } from '../print.ts';

interface CompareFlags extends SideOptions {
  readonly json?: boolean;
}

/** Place in the help. */
export const rank = 50;

/** `twinzero compare`: two arms, or two runs, on the same held-out questions, in a sentence that can be quoted. */
export function compareCommand(): Command {
  return new Command('compare')
    .description('compare two arms, or two runs, question by question; ends in a sentence to quote')
    .argument('<A>', 'an arm, e.g. results/rezero/default/runs/rezero, or one run of it, .../rezero-s1')
    .argument('<B>', 'the arm or run that it is held against')
    .addOption(
      new Option('--at <which>', 'the evaluations compared')
        .choices(['last third', 'chosen', 'last'])
        .default('last third'),
    )
    .option('--across-environments', 'compare what was evaluated otherwise, and say in what', false)
    .option('--json', 'print JSON')
    .action(async (a: string, b: string, { json, ...options }: CompareFlags) => {
      const sides = [await readSide(a), await readSide(b)] as const;
      for (const run of sides.flatMap(({ runs }) => runs))
        if (!hasEnded(run)) printError(`${run.id} did not end: its numbers may still change`);
      const found = compareSides(...sides, options);
      const sentence = comparisonSentence(sides, found);
      const single = singleRuns(sides);
      const { effect, quantity, p, smallest, environments, changes, bySeed, sample } = found;
      const { estimate, low, high } = effect;
      printLine(
        json === true
          ? JSON.stringify({
              sentence,
              quantity,
              first: { name: sides[0].name, mean: found.treatment, changes: changes[0], ...sample.treatment },
              second: { name: sides[1].name, mean: found.control, changes: changes[1], ...sample.control },
              difference: { estimate, low, high },
              p,
              smallest,
              bySeed,
              environments,
              mcnemar: single,
            })
          : [sentence, ...(single === null ? [] : [mcnemarText(single)])].join('\n'),
      );
    });
}

/** Reads a run folder, or every `<path>-s<seed>` beside it. */
async function readSide(path: string): Promise<ComparedSide> {
  if (existsSync(join(path, 'run.json')))
    return { name: basename(resolve(path)), runs: [await readRun(path)] };
  const name = basename(resolve(path));
  const beside = (await runFolders(dirname(dirname(resolve(path))))).filter(
    (folder) => dirname(folder) === dirname(resolve(path)),
  );
  const folders = beside.filter((folder) => armOf(folder) === name);
  if (folders.length > 0) return { name, runs: await Promise.all(folders.map(readRun)) };
  throw new TwinZeroError(
    'data',
    `${path} is no run folder, and no ${name}-s<seed> is beside it; ${
      beside.length === 0
        ? 'name one such as results/rezero/default/runs/rezero'
        : `its arms are ${[...new Set(beside.map(armOf))].join(', ')}`
    }`,
  );
}

/** A run's folder is named `<arm>-s<seed>`. */
function armOf(folder: string): string {
  return basename(folder).replace(/-s\d+$/u, '');
}

function singleRuns(sides: readonly [ComparedSide, ComparedSide]): RunComparison | null {
  const [[first, ...more], [second, ...others]]: [readonly Run[], readonly Run[]] = [
    sides[0].runs,
    sides[1].runs,
  ];
  if (first === undefined || second === undefined || more.length + others.length > 0) return null;
  return compareRuns(first, second);
}

function mcnemarText({ n, firstOnly, secondOnly, p }: RunComparison): string {
  return [
    `at the step chosen on dev, greedy: ${firstOnly + secondOnly} of ${n} questions differ, right only in the first ${firstOnly}, only in the second ${secondOnly}; exact McNemar p ${pValue(p)}`,
    'of these two runs alone: other seeds may differ by more',
  ].join('\n');
}
