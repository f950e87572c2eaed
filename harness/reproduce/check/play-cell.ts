import { basename, join } from 'node:path';
import { mapConcurrent } from '../../core/map-concurrent.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import {
  type EvaluationOptions,
  evaluatePolicy,
  type JudgedEpisode,
} from '../../evaluate/evaluate-policy.ts';
import { reasonLost } from '../../evaluate/require-few-failures.ts';
import { policyName } from '../../engine/index.ts';
import { type Kit, modelHashes, openKit, type Place } from '../../run/index.ts';
import { encodersOf } from '../../search/index.ts';
import { openCellFile, type PlayedQuestion } from './cell-file.ts';
import type { CheckPlay, EpisodeJudge } from './model-check.ts';
import type { CheckCell, CheckPlan } from './plan-check.ts';
import { contentHash, type ModelHashes, playPrint } from './play-print.ts';

/** Where and how a check is played. */
export interface CheckPlace {
  /** Of the result. */
  readonly folder: string;
  readonly place: Place;
  readonly seed: number;
  readonly tokensPerTurn?: number | undefined;
  /** Aborted when no further question, and no further turn of one, should be begun. */
  readonly signal?: AbortSignal | undefined;
  /** Told how many questions of a cell have been played. */
  readonly onPlayed?: (cell: CheckCell, played: number, of: number) => void;
}

/** A cell with its numbers, or why it has none. */
export type PlayedCell = Pick<CheckCell, 'arm' | 'preset' | 'search'> &
  (
    | {
        readonly kind: 'played';
        /** In the order in which they are asked. */
        readonly questions: readonly PlayedQuestion[];
        readonly print: string;
        /** Name of the file or folder of the weights, with its sha256, or of the served model. */
        readonly weights: string;
        /** The same of the search's encoder; null for a search without one. */
        readonly encoder: string | null;
      }
    | { readonly kind: 'unavailable'; readonly reason: string }
    /** Cut short, with the number of its questions that were played before. */
    | { readonly kind: 'interrupted'; readonly played: number; readonly of: number }
  );

/**
 * Plays the questions of a cell that have not been played yet, and scores each by every judge. A model that cannot be
 * opened leaves the cell without numbers; a stand-in that cannot is an error.
 * @throws TwinZeroError for whatever else goes wrong; what has been played stays.
 */
export async function playCell(
  { check, questions: set, standIn }: CheckPlan,
  cell: CheckCell,
  where: CheckPlace,
): Promise<PlayedCell> {
  const { arm, preset, search, parts } = cell;
  const names = { arm, preset, search };
  if (parts.kind === 'missing') return { ...names, kind: 'unavailable', reason: parts.reason };
  const { tokensPerTurn, seed, place } = where;
  try {
    const play = check.play({ arm, preset: preset.id, ...parts.value, tokensPerTurn });
    const questions = await set.load();
    const models = await modelHashes(play.config);
    const { config, beyond, sampling } = play;
    const asked = questions.map(({ value }) => value);
    const decides = { config, beyond, sampling, seed, asked };
    const print = playPrint(decides, models);
    const file = await openCellFile(cellPath(where.folder, cell, print));
    const done = new Set(file.played.map(({ questionId }) => questionId));
    const left = questions.filter(({ value }) => !done.has(value.id));
    const ends = left.length === 0 || where.signal?.aborted === true;
    const added = ends ? [] : await playLeft(play, left, { place, seed, file, cell, where });
    const all = new Map([...file.played, ...added].map((one) => [one.questionId, one]));
    if (all.size < questions.length)
      return { ...names, kind: 'interrupted', played: all.size, of: questions.length };
    const ordered = questions.flatMap(({ value }) => all.get(value.id) ?? []);
    const [weights, encoder] = [weightsOf(play, models), encoderOf(play, models)];
    return { ...names, kind: 'played', questions: ordered, print, weights, encoder };
  } catch (error) {
    const unopened = error instanceof TwinZeroError && ['configuration', 'data'].includes(error.kind);
    if (standIn !== null || !unopened) throw error;
    return { ...names, kind: 'unavailable', reason: error.message };
  }
}

function cellPath(folder: string, { arm, preset, search }: CheckCell, print: string): string {
  return join(folder, 'plays', `${arm.id}+${preset.id}+${search.id}-${print.slice(0, 12)}.jsonl`);
}

function weightsOf({ config: { policy } }: CheckPlay, models: ModelHashes): string {
  if ('file' in policy) return `${basename(policy.file)}, sha256 ${models[policy.file] ?? 'unknown'}`;
  return 'folder' in policy ? folderText(policy.folder, models) : `served as ${policyName(policy)}`;
}

function encoderOf({ config: { search } }: CheckPlay, models: ModelHashes): string | null {
  const [encoder] = encodersOf(search);
  if (encoder === undefined) return null;
  return 'folder' in encoder ? folderText(encoder.folder, models) : `${encoder.model} of the hub`;
}

function folderText(folder: string, models: ModelHashes): string {
  return `${basename(folder)}, sha256 ${contentHash(folder, models)} of its list of files`;
}

interface Playing {
  readonly place: Place;
  readonly seed: number;
  readonly file: Awaited<ReturnType<typeof openCellFile>>;
  readonly cell: CheckCell;
  readonly where: CheckPlace;
}

async function playLeft(
  { config, sampling, prepare, judges: judgesOf }: CheckPlay,
  questions: Kit['dataset']['heldOut'],
  { place, seed, file, cell, where }: Playing,
): Promise<PlayedQuestion[]> {
  const opened = await openKit({ ...config, seed }, place);
  try {
    // Judges ask to the end: one that can't has no verdict, and that would be kept.
    const kit = prepare(untilAborted(opened, where.signal));
    const judges = judgesOf(opened);
    const total = file.played.length + questions.length;
    let count = file.played.length;
    const limit = kit.policy.profile.maxConcurrency;
    const lists = await mapConcurrent(
      questions,
      async (question) => {
        if (where.signal?.aborted === true) return [];
        const judged = await judgedUnlessAborted(kit, question, { seed, sampling });
        if (judged === null) return [];
        const played = await scored(judged, judges);
        await file.append(played);
        count += 1;
        where.onPlayed?.(cell, count, total);
        return [played];
      },
      { limit },
    );
    return lists.flat();
  } finally {
    await opened.close();
  }
}

class Abandoned extends Error {
  override readonly name = 'Abandoned';
}

/** A kit whose policy begins no turn once the signal is aborted. */
function untilAborted(kit: Kit, signal: AbortSignal | undefined): Kit {
  if (signal === undefined) return kit;
  const sample: Kit['policy']['sample'] = async (prompt, params) => {
    if (signal.aborted) throw new Abandoned('the check is to end');
    return kit.policy.sample(prompt, params);
  };
  return { ...kit, policy: { ...kit.policy, sample } };
}

async function judgedUnlessAborted(
  kit: Kit,
  question: Kit['dataset']['heldOut'][number],
  options: EvaluationOptions,
): Promise<JudgedEpisode | null> {
  try {
    const [judged] = await evaluatePolicy(kit, [question], options);
    if (judged === undefined) throw new TwinZeroError('internal', 'a question was not played');
    return judged;
  } catch (error) {
    if (error instanceof Abandoned) return null;
    throw error;
  }
}

async function scored(
  judged: JudgedEpisode,
  judges: Readonly<Record<string, EpisodeJudge>>,
): Promise<PlayedQuestion> {
  const { episode, outcome } = judged;
  const correct: Record<string, boolean | null> = {};
  for (const [id, judge] of Object.entries(judges)) correct[id] = await judge(episode);
  const isFailed = episode.outcome.kind === 'failed';
  const { questionId, chunkId, searches, firstHit, everHit } = outcome;
  return {
    questionId,
    chunkId,
    correct,
    end: episode.outcome.kind === 'unanswered' ? episode.outcome.reason : episode.outcome.kind,
    searches,
    firstHit,
    everHit,
    tokens: episode.turns.reduce((sum, { role, tokens }) => sum + (role === 'policy' ? tokens.length : 0), 0),
    failure: isFailed ? reasonLost(judged).message : null,
  };
}
