import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { episodeMessages } from '../../core/episode.ts';
import { requireWritable } from '../../core/require-writable.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { writeFileWhole } from '../../core/write-file-whole.ts';
import type { Asked } from '../../reproduce/asked-question.ts';
import { findReproduction } from '../../reproduce/find-reproductions.ts';
import type { Reproduction } from '../../reproduce/reproduction.ts';
import { rollOut, type Rollout } from '../../reproduce/roll-out.ts';
import { valuesOf } from '../../reward/rewards.ts';
import { outcomeText, section, turnPieces } from '../episode-pieces.ts';
import { chosenData, type DataFlags, overChosen, withDataFlags } from '../data-flags.ts';
import { parseSeed, parseTemperature } from '../parse-number.ts';
import { type PlayerFlags, playRequest, withPlayerFlags } from '../player-flags.ts';
import { type Piece, printError, printLine, printPieces } from '../print.ts';
import { chosenReproduction, type ReproductionFlags, withReproduction } from '../reproduction-flags.ts';
import { rewardLines } from '../reward-lines.ts';

interface RolloutFlags extends PlayerFlags, DataFlags, ReproductionFlags {
  readonly question?: string;
  readonly id?: string;
  readonly temperature: number;
  readonly seed: number;
  readonly json?: boolean;
  readonly html?: string;
}

/** Place in the help. */
export const rank = 40;

/** `twinzero rollout`: plays one question and prints the episode turn by turn, then what it is paid for. */
export function rolloutCommand(): Command {
  const command = withReproduction(
    new Command('rollout').description('play one question and print its turns, rewards and outcome'),
  )
    .addOption(new Option('--question <text>', 'a question in words').conflicts('id'))
    .option('--id <id>', 'a question of the data set')
    .option('--temperature <t>', '0 is greedy, as evaluation plays', parseTemperature, 0)
    .option('--seed <n>', 'seed of sampling and of the search noise', parseSeed, 1)
    .option('--json', 'print the episode as JSON')
    .option('--html <file>', 'write the episode as a page, too');
  return withDataFlags(withPlayerFlags(command, { threads: availableParallelism() })).action(play);
}

async function play(named: string | undefined, flags: RolloutFlags): Promise<void> {
  const { question, id, temperature, seed, json, html, ...players } = flags;
  const asked = askedBy(question, id);
  if (html !== undefined) await requireWritable(dirname(resolve(html)));
  const found = await findReproduction(chosenReproduction(named, flags));
  const { reproduction, data } = await overChosen(found, await chosenData(flags));
  const played = playRequest(players);
  const request = { ...played, place: { ...played.place, ...data }, asked, temperature, seed };
  const rollout = await rollOut(reproduction, request);
  const { episode, verdict, scored } = rollout;
  if (json === true) {
    const rewards = scored === null ? null : { parts: valuesOf(scored.parts), total: scored.total };
    printLine(JSON.stringify({ ...episode, messages: episodeMessages(episode), verdict, rewards }));
  } else printPieces(pieces(rollout));
  if (html !== undefined) await writePage(html, { reproduction, rollout });
  if (episode.outcome.kind === 'failed') process.exitCode = 4;
}

async function writePage(
  file: string,
  { reproduction, rollout }: { readonly reproduction: Reproduction; readonly rollout: Rollout },
): Promise<void> {
  const { episodeFile } = await import('../../site/episodes/episode-file.ts');
  const arm = reproduction.arms.find(({ id }) => id === rollout.shown.arm)?.label ?? rollout.shown.arm;
  const path = resolve(file);
  await writeFileWhole(path, await episodeFile(rollout.shown, `${reproduction.title}: ${arm}`));
  printError(path);
}

function askedBy(text: string | undefined, id: string | undefined): Asked {
  if (id !== undefined) return { id };
  if (text !== undefined && text.trim() !== '') return { text };
  throw new TwinZeroError('configuration', 'nothing is asked; give --question TEXT or --id ID');
}

function pieces({ episode, verdict, known, scored }: Rollout): Piece[] {
  const gold = known ? `; the gold answer is ${episode.question.answers[0]}` : '';
  const judged = verdict === null ? '' : `: ${verdict.kind}`;
  const style = verdict?.kind === 'correct' ? 'green' : verdict?.kind === 'incorrect' ? 'red' : undefined;
  return [
    ...turnPieces(episode),
    ...(scored === null ? [] : section('rewards', rewardLines(scored.specs, scored).join('\n'))),
    ...section('outcome', `${outcomeText(episode.outcome)}${judged}${gold}`, style),
  ];
}
