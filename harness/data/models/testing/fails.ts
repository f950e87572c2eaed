import assert from 'node:assert/strict';
import { type ErrorKind, TwinZeroError } from '../../../core/twin-zero-error.ts';

/** A check of `assert.rejects` for a TwinZeroError of this kind, in one line that fits `message`. */
export const fails =
  (kind: ErrorKind, message: RegExp) =>
  (error: unknown): boolean => {
    assert.ok(error instanceof TwinZeroError, String(error));
    assert.equal(error.kind, kind, error.message);
    assert.match(error.message, message);
    assert.ok(!error.message.includes('\n'));
    return true;
  };
