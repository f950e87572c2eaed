import { basename, join } from 'node:path';
import { canonicalJson, sha256 } from '../../core/canonical-json.ts';
import { mapConcurrent } from '../../core/map-concurrent.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { evaluatePolicy, type JudgedEpisode } from '../../evaluate/evaluate-policy.ts';
import { reasonLost } from '../../evaluate/require-few-failures.ts';
import { type Kit, modelHashes, openKit, type Place } from '../../run/index.ts';
import { openCellFile, type PlayedQuestion } from './cell-file.ts';
import type { CheckPlay, EpisodeJudge } from './model-check.ts';
import type { CheckCell, CheckPlan } from './plan-check.ts';

/** Where and how a check is played. */
export interface CheckPlace {
  /** Of the result. */
  readonly folder: string;
  readonly place: Place;
  readonly seed: number;
  readonly tokensPerTurn?: number | undefined;
  /** Aborted when no further question should be begun. */
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
      }
    | { readonly kind: 'unavailable'; readonly reason: string }
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
    const print = sha256(
      canonicalJson({
        config: play.config,
        beyond: play.beyond,
        sampling: play.sampling,
        seed,
        asked: questions.map(({ value }) => value),
        models,
      }),
    );
    const file = await openCellFile(cellPath(where.folder, cell, print));
    const done = new Set(file.played.map(({ questionId }) => questionId));
    const left = questions.filter(({ value }) => !done.has(value.id));
    const added = left.length === 0 ? [] : await playLeft(play, left, { place, seed, file, cell, where });
    const all = new Map([...file.played, ...added].map((one) => [one.questionId, one]));
    if (all.size < questions.length)
      return {
        ...names,
        kind: 'unavailable',
        reason: `interrupted after ${all.size} of ${questions.length} questions; the same command with --resume goes on`,
      };
    const ordered = questions.flatMap(({ value }) => all.get(value.id) ?? []);
    return { ...names, kind: 'played', questions: ordered, print, weights: weightsOf(play, models) };
  } catch (error) {
    const unopened = error instanceof TwinZeroError && ['configuration', 'data'].includes(error.kind);
    if (standIn !== null || !unopened) throw error;
    return { ...names, kind: 'unavailable', reason: error.message };
  }
}

function cellPath(folder: string, { arm, preset, search }: CheckCell, print: string): string {
  return join(folder, 'plays', `${arm.id}+${preset.id}+${search.id}-${print.slice(0, 12)}.jsonl`);
}

/** Of a folder the sha256 is that of its files' names and sha256 sums. */
function weightsOf({ config: { policy } }: CheckPlay, models: Readonly<Record<string, string>>): string {
  if ('file' in policy) return `${basename(policy.file)}, sha256 ${models[policy.file] ?? 'unknown'}`;
  if (!('folder' in policy)) return `served as ${policy.model}`;
  const own = Object.entries(models).filter(([name]) => name.startsWith(`${policy.folder}/`));
  const files = own.map(([name, hash]) => [name.slice(policy.folder.length + 1), hash]);
  return `${basename(policy.folder)}, sha256 ${sha256(canonicalJson(files))} of its list of files`;
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
    const kit = prepare(opened);
    const judges = judgesOf(opened);
    const total = file.played.length + questions.length;
    let count = file.played.length;
    const limit = kit.policy.profile.maxConcurrency;
    const lists = await mapConcurrent(
      questions,
      async (question) => {
        if (where.signal?.aborted === true) return [];
        const [judged] = await evaluatePolicy(kit, [question], { seed, sampling });
        if (judged === undefined) throw new TwinZeroError('internal', 'a question was not played');
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
