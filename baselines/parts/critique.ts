import type { Wording } from '../../harness/baseline/index.ts';
import type { SampleResult, TextCodec } from '../../harness/engine/index.ts';
import { reflectionMarks } from './reflection-marks.ts';
import { reflectionOf, type Reflection } from './reflection.ts';

/** Weights of the judgements in the score of a segment. */
export interface CritiqueWeights {
  readonly relevanceWeight: number;
  readonly supportWeight: number;
  readonly utilityWeight: number;
}

/** Reads what the policy judges of what it wrote. */
export interface Critique {
  readonly retrieve: Reflection<'yes' | 'no' | 'continue'>;
  readonly relevance: Reflection<'relevant' | 'irrelevant'>;
  /** The score of a segment, and whether it says of itself that the passage does not support it. */
  scoreOf(segment: Segment, weights: CritiqueWeights): SegmentScore;
}

/** A continuation of the policy, and what it went on from. */
export interface Segment {
  readonly said: SampleResult;
  /** The text right before it. */
  readonly before: string;
  /** True where a passage was shown, of which it then judges the relevance first of all. */
  readonly passage: boolean;
}

/** A score, and the one judgement that may be a hard constraint. */
export interface SegmentScore {
  readonly score: number;
  readonly unsupported: boolean;
}

/**
 * A critique in the words of a policy. The score of a segment is its probability, e to the mean log-probability of its
 * tokens, and the weighted relevance, support and utility; a judgement that is not given counts 0 (arXiv 2310.11511,
 * section 3.3; `run_short_form.py:87-160 @1fcdc42`).
 * @throws TwinZeroError `configuration` as `reflectionOf`.
 */
export function critiqueOf(codec: TextCodec, wording: Wording): Critique {
  const marks = reflectionMarks[wording];
  const relevance = reflectionOf(codec, marks.relevance);
  const support = reflectionOf(codec, marks.support);
  const utility = reflectionOf(codec, marks.utility);
  return {
    retrieve: reflectionOf(codec, marks.retrieve),
    relevance,
    scoreOf({ said, before, passage }, { relevanceWeight, supportWeight, utilityWeight }) {
      const relevant = passage ? relevance.sharesAt(said, 0) : null;
      const supported = firstShares(support, said, before);
      const useful = firstShares(utility, said, before);
      return {
        score:
          meanProbability(said) +
          relevanceWeight * (relevant?.relevant ?? 0) +
          supportWeight * (supported === null ? 0 : supported.full + 0.5 * supported.partial) +
          utilityWeight * (useful === null ? 0 : useful.five - useful.one + 0.5 * (useful.four - useful.two)),
        unsupported: supported !== null && supported.none > Math.max(supported.full, supported.partial),
      };
    },
  };
}

function firstShares<Choice extends string>(
  reflection: Reflection<Choice>,
  said: SampleResult,
  before: string,
): ReturnType<Reflection<Choice>['sharesAt']> {
  const [place] = reflection.placesIn(said, before);
  return place === undefined ? null : reflection.sharesAt(said, place);
}

function meanProbability({ logprobs }: SampleResult): number {
  const sum = logprobs.reduce((all, logprob) => all + logprob, 0);
  return Math.exp(sum / Math.max(1, logprobs.length));
}
