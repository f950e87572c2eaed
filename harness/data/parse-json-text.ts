import { TwinZeroError } from '../core/twin-zero-error.ts';

/**
 * Parses one JSON text of a data file.
 * @throws TwinZeroError `data` with its place for broken or absent JSON.
 */
export function parseJsonText(text: string, at: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const what = text.trim() === '' ? 'nothing' : `broken JSON (${(cause as Error).message})`;
    throw new TwinZeroError('data', `${at}: ${what} where JSON is expected`, { cause });
  }
}
