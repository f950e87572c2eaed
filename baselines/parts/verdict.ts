import type { Wording } from '../../harness/baseline/index.ts';
import type { TextCodec } from '../../harness/engine/index.ts';
import type { Tape } from '../../harness/rollout/index.ts';
import { openAside } from './open-aside.ts';

/** The words of a verdict; a small policy says after its thoughts what matches. */
export const verdictWords: Readonly<Record<Wording, { readonly good: string; readonly bad: string }>> = {
  instructions: { good: 'yes', bad: 'no' },
  compact: { good: ' match', bad: ' no' },
};

/** What a verdict is asked of. */
export interface VerdictQuestion {
  readonly prompt: string;
  /** What the policy's message begins with; empty for nothing. */
  readonly lead: string;
}

/** Log-probability, in nats, of a word that is not among the most likely tokens: as good as none, and odds stay finite. */
const unlikely = -20;

/** The most likely tokens that are looked at: verdicts have many spellings, and servers tell no more than twenty. */
const topLogprobs = 20;

/**
 * A policy's probability that something is good, strictly between 0 and 1: that of the good word against the bad one where
 * its next word is a verdict, in any spelling; 0.5 where it says neither.
 * @throws LimitReached where the context has no room for the question; and as `say`.
 */
export async function verdict(
  side: Tape,
  { prompt, lead }: VerdictQuestion,
  { codec, wording }: { readonly codec: TextCodec; readonly wording: Wording },
): Promise<number> {
  openAside(side, prompt);
  if (lead !== '') side.write(lead);
  const { good, bad } = verdictWords[wording];
  const said = await side.say({ maxTokens: 1, temperature: 0, topLogprobs, stopStrings: [good, bad] });
  const { tokens, topLogprobs: reported } = said.sampled;
  const likely = reported?.[0] ?? tokens.slice(0, 1).map((token) => ({ token, logprob: 0 }));
  const mass = (word: string): number =>
    likely
      .filter(({ token }) => spelled(codec.decode([token])) === spelled(word))
      .reduce((sum, { logprob }) => sum + Math.exp(logprob), Math.exp(unlikely));
  return mass(good) / (mass(good) + mass(bad));
}

function spelled(word: string): string {
  return word.trim().toLowerCase();
}
