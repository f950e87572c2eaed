import { availableParallelism } from 'node:os';
import { Command, Option } from 'commander';
import type { Split } from '../../data/dataset.ts';
import { withInterval } from '../../report/index.ts';
import { evaluateModel, type ModelEvaluation } from '../../reproduce/evaluate-model.ts';
import { findReproduction } from '../../reproduce/find-reproductions.ts';
import { changesText } from '../../run/index.ts';
import { type ConfigFlags, configChanges, withConfigFlags } from '../config-flags.ts';
import { chosenData, type DataFlags, overChosen, requireNoOtherData, withDataFlags } from '../data-flags.ts';
import { evaluateBaselineCommand } from '../evaluate-baseline-command.ts';
import { parseSeed } from '../parse-number.ts';
import { type PlayerFlags, playRequest, withPlayerFlags } from '../player-flags.ts';
import { printLine } from '../print.ts';
import { chosenReproduction, type ReproductionFlags, withReproduction } from '../reproduction-flags.ts';
import { spendingText } from '../spending-text.ts';

interface EvaluateFlags extends PlayerFlags, DataFlags, ConfigFlags, ReproductionFlags {
  readonly baseline?: string;
  readonly bench?: string;
  readonly split: Split;
  readonly seed: number;
  readonly json?: boolean;
}

/** Place in the help. */
export const rank = 30;

/** `twinzero evaluate`: accuracy of any model on the questions of a reproduction. */
export function evaluateCommand(): Command {
  const command = withReproduction(
    new Command('evaluate').description(
      'measure a model on the evaluation questions of a reproduction, or a baseline on a bench',
    ),
    'e.g. rezero; none with --baseline',
  )
    .option('--baseline <id>', 'play a baseline on a bench instead')
    .option('--bench <id>', 'bench of --baseline; default meridian')
    .addOption(
      new Option('--split <name>', 'which questions').choices(['held-out', 'dev']).default('held-out'),
    )
    .option('--seed <n>', 'seed of the search noise', parseSeed, 1)
    .option('--json', 'print JSON with the outcome of every question');
  return withConfigFlags(withDataFlags(withPlayerFlags(command, { threads: availableParallelism() }))).action(
    async (name: string | undefined, { baseline, bench, ...flags }: EvaluateFlags) => {
      if (baseline !== undefined || (name === undefined && flags.reproduction === undefined)) {
        requireNoOtherData(flags, 'a bench');
        return evaluateBaselineCommand(name, { ...flags, baseline, bench });
      }
      const { split, seed, json, ...players } = flags;
      const found = await findReproduction(chosenReproduction(name, flags));
      const { reproduction, data } = await overChosen(found, await chosenData(flags));
      const played = playRequest(players);
      const changes = await configChanges(flags);
      const request = { ...played, place: { ...played.place, ...data }, split, seed, changes };
      const evaluation = await evaluateModel(reproduction, request);
      printLine(json === true ? JSON.stringify(evaluation) : describe(evaluation));
      if (evaluation.failed > 0) process.exitCode = 4;
    },
  );
}

function describe(evaluation: ModelEvaluation): string {
  const { split, accuracy, correct, n, failed, firstFailure, spending, outcomes, changes } = evaluation;
  const value = accuracy === null ? 'nothing scored' : `${correct}/${n} = ${withInterval(accuracy, 'share')}`;
  const lost = failed === 0 ? '' : `, ${failed} failed`;
  const searches = outcomes.reduce((sum, outcome) => sum + outcome.searches, 0) / outcomes.length;
  const answered = outcomes.filter((outcome) => outcome.answered).length;
  return [
    `${split} accuracy ${value}${lost} (95 % Wilson interval)`,
    `answered ${answered}/${outcomes.length}, ${searches.toFixed(2)} searches a question`,
    ...(changes === undefined ? [] : [`not as the arm is declared: ${changesText(changes)}`]),
    ...(spending === undefined ? [] : [spendingText(spending)]),
    ...(firstFailure === undefined ? [] : [`the first that failed: ${firstFailure}`]),
  ].join('\n');
}
