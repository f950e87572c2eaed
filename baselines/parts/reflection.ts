import { TwinZeroError } from '../../harness/core/twin-zero-error.ts';
import type { SampleResult, TextCodec } from '../../harness/engine/index.ts';
import type { Marks } from './reflection-marks.ts';

/** Share of each choice, of the probability of them all: they sum to 1. */
export type Shares<Choice extends string> = Readonly<Record<Choice, number>>;

/** A judgement as it stands in tokens. */
export interface Reflection<Choice extends string> {
  /** The text right before the token that decides: the lead, and what all choices begin with. */
  readonly lead: string;
  /** Shares of the choices at a place of what was said; null where none of them is among the likeliest tokens there. */
  sharesAt(said: SampleResult, place: number): Shares<Choice> | null;
  /** The choice that was said at a place. */
  choiceAt(said: SampleResult, place: number): Choice | null;
  /** Places at which it was said, in order; `before` is the text that the policy's turn goes on from. */
  placesIn(said: SampleResult, before: string): number[];
}

/**
 * Reads a judgement from the probabilities of tokens.
 * @throws TwinZeroError `configuration` where the tokenizer does not tell the choices apart by one token.
 */
export function reflectionOf<Choice extends string>(
  codec: TextCodec,
  { lead, choices }: Marks<Choice>,
): Reflection<Choice> {
  const names = Object.keys(choices) as Choice[];
  const encoded = names.map((name) => codec.encode(choices[name]));
  const [first = []] = encoded;
  const shared = first.findIndex((token, i) => encoded.some((tokens) => tokens[i] !== token));
  const deciding = encoded.map((tokens) => tokens[shared] ?? -1);
  if (shared === -1 || deciding.includes(-1) || new Set(deciding).size < names.length)
    throw new TwinZeroError(
      'configuration',
      `the tokenizer does not tell ${Object.values<string>(choices).join(',').trim()} apart by one token; choose another policy`,
    );
  const fullLead = lead + codec.decode(first.slice(0, shared));
  return {
    lead: fullLead,
    sharesAt: ({ topLogprobs = [] }, place) => {
      const likely = new Map(topLogprobs[place]?.map(({ token, logprob }) => [token, Math.exp(logprob)]));
      const masses = deciding.map((token) => likely.get(token) ?? 0);
      const all = masses.reduce((sum, mass) => sum + mass, 0);
      if (all === 0) return null;
      return Object.fromEntries(names.map((name, i) => [name, (masses[i] ?? 0) / all])) as Shares<Choice>;
    },
    choiceAt: ({ tokens }, place) => names[deciding.indexOf(tokens[place] ?? -2)] ?? null,
    placesIn: ({ tokens }, before) =>
      tokens.flatMap((token, place) =>
        deciding.includes(token) && (before + codec.decode(tokens.slice(0, place))).endsWith(fullLead)
          ? [place]
          : [],
      ),
  };
}
