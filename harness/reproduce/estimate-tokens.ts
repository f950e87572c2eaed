import type { RunConfig } from '../run/index.ts';

/** Tokens of a run at most, as servers that train count them. */
export interface TokenEstimate {
  /** Read before something is sampled: the conversation so far, at each turn. */
  readonly prompt: number;
  readonly sampled: number;
  /** Passed through the model in training and in scoring for it. */
  readonly trained: number;
}

/** US dollars for a million tokens of each. */
export type TokenPrices = Readonly<Record<keyof TokenEstimate, number>>;

/** Questions of one evaluation. */
export interface EvaluatedQuestions {
  readonly heldOut: number;
  readonly dev: number;
}

/**
 * The most tokens that a run can come to: every episode as long as its limits allow, read at every turn. Real runs stay
 * far below; what they came to stands in `run.json`.
 */
export function estimateTokens(config: RunConfig, questions: EvaluatedQuestions): TokenEstimate {
  const { limits, steps, questionsPerStep, groupSize, epochsPerStep, evaluateEvery, klCoefficient } = config;
  const { samples = 0, dev = 0 } = config.evaluation ?? {};
  const evaluations = 1 + Math.ceil(steps / evaluateEvery);
  const asked = questions.heldOut * (1 + samples) + questions.dev * (1 + dev);
  const trainedEpisodes = steps * questionsPerStep * groupSize;
  const episodes = trainedEpisodes + evaluations * asked;
  // A KL term takes a pass of the reference, and one of the policy before each update to know its gradient.
  const passes = klCoefficient === 0 ? epochsPerStep : 1 + 2 * epochsPerStep;
  return {
    // Each turn reads what is before it: half the context in the mean of a conversation that grows evenly.
    prompt: episodes * limits.maxTurns * Math.ceil(limits.maxContextTokens / 2),
    sampled: episodes * Math.min(limits.maxNewTokens, limits.maxTurns * limits.maxTokensPerTurn),
    trained: trainedEpisodes * passes * limits.maxContextTokens,
  };
}

/** US dollars that so many tokens cost. */
export function priceOf(tokens: TokenEstimate, prices: TokenPrices): number {
  const { prompt, sampled, trained } = tokens;
  return (prompt * prices.prompt + sampled * prices.sampled + trained * prices.trained) / 1_000_000;
}
