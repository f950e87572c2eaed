import { open } from 'node:fs/promises';
import { TwinZeroError } from '../core/twin-zero-error.ts';

/** A text file that only grows. */
export interface AppendFile {
  /** Its length. */
  readonly bytes: number;
  /** Adds `text`, on the disk when the promise resolves; calls must not overlap. */
  append(text: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens `path` for writing after its first `start` bytes and throws the rest away.
 * @throws TwinZeroError `data` when the file is shorter than that.
 */
export async function openAppendFile(path: string, start: number): Promise<AppendFile> {
  const handle = await open(path, 'a+');
  const { size } = await handle.stat();
  if (size < start) {
    await handle.close();
    throw new TwinZeroError(
      'data',
      `${path} has ${size} bytes but the checkpoint was made at ${start}; restore the file, or delete the newest folder in checkpoints/`,
    );
  }
  await handle.truncate(start);
  let bytes = start;
  return {
    get bytes(): number {
      return bytes;
    },
    async append(text) {
      await handle.appendFile(text);
      await handle.datasync();
      bytes += Buffer.byteLength(text);
    },
    close: () => handle.close(),
  };
}
