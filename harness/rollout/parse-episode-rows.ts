import { parseJson } from '../core/parse-json.ts';
import { episodeRowSchema } from './episode-row-schema.ts';
import type { EpisodeRow } from './episode-row.ts';

/** Where a text of lines stands, for messages. */
export interface LinePlace {
  readonly file: string;
  /** Number of the text's first line, from 1. */
  readonly firstLine: number;
}

/**
 * The rows of a text of JSON lines; blank lines are passed over.
 * @throws TwinZeroError `data` with file, line and field of the first line that is no row.
 */
export function parseEpisodeRows(text: string, { file, firstLine }: LinePlace): EpisodeRow[] {
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return [];
    return [parseJson(line, episodeRowSchema, { where: `${file}:${firstLine + i}` })];
  });
}
