import assert from 'node:assert/strict';
import { z } from 'zod';
import { type ErrorKind, TwinZeroError } from '../../../core/twin-zero-error.ts';
import { type CompletionCall, completionServer } from '../completion-server.ts';
import type { CompletionServerOptions } from '../completion-settings.ts';
import { type CompletionStub, completionStub, type StubAnswer, type StubRequest } from './completion-stub.ts';

/** Stubs that one test starts and `close` ends. */
export class Stubs {
  readonly #started: CompletionStub[] = [];

  async start(answer: (i: number, request: StubRequest) => StubAnswer): Promise<CompletionStub> {
    const stub = await completionStub(answer);
    this.#started.push(stub);
    return stub;
  }

  async close(): Promise<void> {
    await Promise.all(this.#started.splice(0).map((stub) => stub.close()));
  }
}

const reply: z.ZodType<{ readonly said: string }> = z.object({ said: z.string() });

/** Text that a stub says to one call, without pauses between its attempts by default. */
export async function askCompletion(
  { host }: Pick<CompletionStub, 'host'>,
  options: Partial<CompletionServerOptions> = {},
  change: Partial<CompletionCall<typeof reply>> = {},
): Promise<string> {
  const server = completionServer({ hosts: [host], backoffMs: 0, ...options });
  return (await server.post({ path: 'completions', body: { prompt: 'x' }, reply, seed: 7, ...change })).said;
}

/** The answer that `askCompletion` returns the text of. */
export const saying = (said: string): StubAnswer => ({ body: { said } });

/** A check of `assert.rejects` and `assert.throws` for a TwinZeroError of this kind with such a message. */
export const fails =
  (kind: ErrorKind, message: RegExp) =>
  (error: unknown): boolean => {
    assert.ok(error instanceof TwinZeroError, String(error));
    assert.equal(error.kind, kind, error.message);
    assert.match(error.message, message);
    return true;
  };
