import { readFileSync } from 'node:fs';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { EpisodeRow } from './episode-row.ts';
import { gzipMembers } from './gzip-members.ts';
import { parseEpisodeRows } from './parse-episode-rows.ts';

/** What one flush wrote. */
export interface EpisodeBatch {
  readonly rows: readonly EpisodeRow[];
  /** Length of the file up to and including this batch, in bytes. */
  readonly end: number;
}

/**
 * Reads an `episodes.jsonl.gz` batch by batch. A batch torn by a killed run is left out; all before it are there.
 * @yields the batches in file order
 * @throws TwinZeroError `data` when the file is missing, damaged or holds a line that is no episode row.
 */
export function* readEpisodeBatches(file: string): Generator<EpisodeBatch> {
  let line = 1;
  for (const { text, end } of gzipMembers(contents(file), file)) {
    yield { rows: parseEpisodeRows(text, { file, firstLine: line }), end };
    line += text.split('\n').length - 1;
  }
}

/**
 * Reads an `episodes.jsonl.gz` row by row; as `readEpisodeBatches` otherwise.
 * @yields the rows in file order
 */
export function* readEpisodes(file: string): Generator<EpisodeRow> {
  for (const { rows } of readEpisodeBatches(file)) yield* rows;
}

function contents(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new TwinZeroError('data', `${file} can't be read; give the path of an episodes.jsonl.gz`, {
      cause,
    });
  }
}
