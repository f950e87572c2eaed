import type { Verdict } from '../core/verdict.ts';
import type { TextFunction } from './judge.ts';

/** Asks the model and reads its reply with `parse`; a rejection becomes an `unanswerable` verdict. */
export async function askJudge(
  ask: TextFunction,
  prompt: string,
  parse: (reply: string) => Verdict,
): Promise<Verdict> {
  let reply: string;
  try {
    reply = await ask(prompt);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: 'unanswerable', reason: `the judge failed: ${reason}` };
  }
  return parse(reply);
}
