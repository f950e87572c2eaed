import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeUtf8 } from '../../core/decode-utf8.ts';
import { parseJson } from '../../core/parse-json.ts';
import {
  type EpisodeRow,
  hasEnded,
  readEpisodes,
  type Run,
  runFolder,
  shownEpisode,
  type ShownEpisode,
  shownRow,
} from '../../run/index.ts';
import type { Report } from '../report.ts';

/** Name of the sample in a result folder: JSON lines of `ShownEpisode`. */
export const sampleFile = 'episodes.jsonl';

/** Sampled episodes of a question, an arm and a step, so that a reader sees how far a group differs. */
const mostSamples = 4;
/** Ours: small enough to be kept with the tables. */
const mostBytes = 290_000;

/**
 * The text of a sample of training episodes: of the lowest seed that the main arms share, the first and the last step, of
 * each the same questions in every arm, kinds in turn, as many as fit into 290 kB. Run folders keep no other episodes:
 * evaluations keep outcomes.
 * @returns null where a run of it has no episodes (published runs leave them out), or the arms share no seed.
 * @throws TwinZeroError `data` for a damaged file.
 */
export function episodeSample(report: Report, folder: string): string | null {
  const runs = sampledRuns(report);
  const files = runs.map(({ info }) => join(runFolder(folder, info), 'episodes.jsonl.gz'));
  if (runs.length === 0 || !files.every((file) => existsSync(file))) return null;
  const last = Math.min(...runs.map(({ info }) => info.steps));
  const steps = last === 1 ? [1] : [1, last];
  const played = files.map((file) => [...readEpisodes(file)].filter((row) => isSampled(row, steps)));
  const questions = steps.map((step) => kindsInTurn((played[0] ?? []).filter((row) => row.step === step)));
  const linesAt = (slot: number): string =>
    questions
      .flatMap((ids) => ids[slot] ?? [])
      .flatMap((id) => runs.flatMap(({ info }, i) => linesOf(played[i] ?? [], id, info)))
      .join('');
  let text = '';
  for (let slot = 0; slot < Math.max(...questions.map(({ length }) => length)); slot += 1) {
    const more = text + linesAt(slot);
    if (Buffer.byteLength(more) > mostBytes) break;
    text = more;
  }
  return text === '' ? null : text;
}

/**
 * Reads the sample of a result folder; null where there is none.
 * @throws TwinZeroError `data` with the line that is no episode.
 */
export async function readEpisodeSample(folder: string): Promise<ShownEpisode[] | null> {
  const file = join(folder, sampleFile);
  if (!existsSync(file)) return null;
  const lines = decodeUtf8(await readFile(file), { file }).split('\n');
  const mend = 'write it again from runs that keep their episodes, or delete it';
  return lines.flatMap((line, i) =>
    line === '' ? [] : [parseJson(line, shownEpisode, { where: `${file}:${i + 1}`, mend })],
  );
}

function sampledRuns({ spec, results }: Report): Run[] {
  const shown = spec.mainArms ?? spec.arms.map(({ id }) => id);
  const ended = results.runs.filter(
    (run) => hasEnded(run) && shown.includes(run.info.arm) && run.info.steps > 0,
  );
  const arms = new Set(ended.map(({ info }) => info.arm)).size;
  const seeds = [...new Set(ended.map(({ info }) => info.seed))].sort((a, b) => a - b);
  const ofSeed = (seed: number): Run[] => ended.filter(({ info }) => info.seed === seed);
  const seed = seeds.find((one) => ofSeed(one).length === arms);
  return seed === undefined ? [] : ofSeed(seed);
}

function isSampled({ step, sample }: EpisodeRow, steps: readonly number[]): boolean {
  return steps.includes(step) && sample < mostSamples;
}

/** Ids of the questions of rows: the first of each kind, the second of each kind, and so on, each in the order played. */
function kindsInTurn(rows: readonly EpisodeRow[]): string[] {
  const byKind = new Map<string, Set<string>>();
  for (const { question } of rows)
    byKind.set(question.kind, (byKind.get(question.kind) ?? new Set()).add(question.id));
  const columns = [...byKind.values()].map((ids) => [...ids]);
  const longest = Math.max(0, ...columns.map(({ length }) => length));
  return Array.from({ length: longest }, (_, i) => columns.flatMap((ids) => ids[i] ?? [])).flat();
}

function linesOf(rows: readonly EpisodeRow[], id: string, info: Run['info']): string[] {
  return rows
    .filter(({ question }) => question.id === id)
    .map((row) => `${JSON.stringify(shownRow(row, info))}\n`);
}
