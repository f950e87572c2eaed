import { pythonStrip } from '../../harness/core/python-text.ts';
import { answered, type Outcome, unanswered } from '../../harness/core/episode.ts';
import type { Setting } from '../../harness/baseline/index.ts';
import type { Tape } from '../../harness/rollout/index.ts';
import { z } from 'zod';

const close = '</answer>';

/** Longest answer of a method that asks for the bare answer. */
export const answerTokens: Setting<number> = {
  schema: z.int().positive(),
  default: 32,
  source: 'FlashRAG docs/baseline_details.md: output limit of 32 tokens',
};

/**
 * Opens the answer tag in the policy's message and takes what it writes up to the closing one; an answer that is cut by
 * its limit counts as it stands, as in FlashRAG. `lead` stands before the tag.
 */
export async function tagAnswer(tape: Tape, maxTokens: number, lead = ''): Promise<Outcome> {
  tape.write(`${lead}<answer>`);
  const { text } = await tape.say({ maxTokens, stopStrings: [close], keep: through(close), final: true });
  const answer = pythonStrip(text.split(close)[0] ?? '');
  return answer === '' ? unanswered('no-action') : answered(answer);
}

/** Keeps a text up to and with the mark that comes first; all of it where there is none. */
export function through(...marks: readonly string[]): (text: string) => string {
  return (text) => {
    const ends = marks.flatMap((mark) => (text.includes(mark) ? [text.indexOf(mark) + mark.length] : []));
    return text.slice(0, Math.min(text.length, ...ends));
  };
}
