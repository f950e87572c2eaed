import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { accessing } from './system-refusal.ts';
import { TwinZeroError } from './twin-zero-error.ts';

function refused(code: string, text: string): Promise<never> {
  const error = Object.assign(new Error(`${code}: ${text}, write`), { code, syscall: 'write' });
  return Promise.reject(error);
}

describe('what the operating system refuses', () => {
  const sentences: readonly (readonly [code: string, text: string, sentence: string])[] = [
    ['ENOSPC', 'no space left on device', 'free some space or choose another folder'],
    ['EROFS', 'read-only file system', 'choose a folder that can be written'],
    ['EACCES', 'permission denied', 'check its permissions or choose another folder'],
    ['EIO', 'i/o error', 'check that path and its permissions'],
  ];
  for (const [code, text, advice] of sentences)
    it(`is one sentence with the path for ${code}`, async () => {
      await assert.rejects(
        accessing({ path: '/m/w', doing: 'written' }, 'engine', () => refused(code, text)),
        { kind: 'engine', message: `/m/w cannot be written (${code}: ${text}): ${advice}` },
      );
    });

  it('keeps what is no refusal of the system', async () => {
    const own = new TwinZeroError('data', 'as it was');
    for (const error of [own, new RangeError('of another kind')])
      await assert.rejects(
        accessing({ path: '/m/w', doing: 'read' }, 'data', () => Promise.reject(error)),
        (found) => found === error,
      );
  });
});
