import { type FileHandle, open, stat } from 'node:fs/promises';
import { accessing } from '../core/system-refusal.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { type EpisodeRow, readEpisodeBatches } from './episode-rows.ts';
import { gzipMember } from './gzip-members.ts';

/** Place at which writing starts: in an empty file, after a number of bytes, or after the last batch of a step. */
export type EpisodeStart = 'empty' | { readonly bytes: number } | { readonly step: number };

/** Writes `episodes.jsonl.gz`, one gzip member per call, so that a killed run leaves a readable file. */
export interface EpisodeWriter {
  /** Length of the file in bytes; a checkpoint keeps it, so that a resumed run can start there. */
  readonly bytes: number;
  /**
   * Writes rows as one batch, on the disk when the promise resolves; calls must not overlap.
   * @throws TwinZeroError `internal` for a row with a number that JSON can't hold, `data` naming the path where the
   * operating system refuses.
   */
  append(rows: readonly EpisodeRow[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens `file` for writing; what it holds after `start` is thrown away, so that a resumed run gives the same bytes as
 * one that was never stopped.
 * @throws TwinZeroError `data` when the file is shorter than `start` says, missing, damaged or can't be cut there.
 */
export async function openEpisodeStore(file: string, start: EpisodeStart): Promise<EpisodeWriter> {
  let bytes = await startBytes(file, start);
  const handle = await open(file, bytes === 0 ? 'w' : 'r+');
  // Opened anew it is empty.
  if (bytes > 0) await handle.truncate(bytes);
  return {
    get bytes(): number {
      return bytes;
    },
    async append(rows) {
      if (rows.length === 0) return;
      const member = gzipMember(rows.map((row) => `${JSON.stringify(row, finite)}\n`).join(''));
      await accessing({ path: file, doing: 'written' }, 'data', () => writeAll(handle, member, bytes));
      bytes += member.length;
    },
    close: () => handle.close(),
  };
}

async function startBytes(file: string, start: EpisodeStart): Promise<number> {
  if (start === 'empty') return 0;
  if ('bytes' in start) {
    const size = await stat(file).then(
      (found) => found.size,
      () => 0,
    );
    if (size >= start.bytes) return start.bytes;
    throw new TwinZeroError(
      'data',
      `${file} has ${size} bytes but the checkpoint was made at ${start.bytes}; restore the file or start the run anew`,
    );
  }
  let bytes = 0;
  for (const { rows, end } of readEpisodeBatches(file)) {
    if (rows.every(({ step }) => step <= start.step)) bytes = end;
    else if (rows.every(({ step }) => step > start.step)) break;
    else
      throw new TwinZeroError(
        'data',
        `${file} can't be cut after step ${start.step}: one batch spans it; start the run anew`,
      );
  }
  return bytes;
}

async function writeAll(handle: FileHandle, content: Buffer, position: number): Promise<void> {
  let written = 0;
  while (written < content.length) {
    const { bytesWritten } = await handle.write(
      content,
      written,
      content.length - written,
      position + written,
    );
    written += bytesWritten;
  }
  await handle.datasync();
}

/** JSON would turn NaN and infinities into null, and the file would be refused when read. */
function finite(field: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new TwinZeroError('internal', `an episode row holds the number ${value} at ${field}`);
  return value;
}
