/** What ends an episode that does not end itself; every value from 1. */
export interface Limits {
  /** Policy generations; a protocol with a final generation adds one. */
  readonly maxTurns: number;
  /** Tokens after the prompt, observations included, that an episode may exceed only in its last turn. */
  readonly maxNewTokens: number;
  readonly maxTokensPerTurn: number;
  /** Documents per search. */
  readonly topK: number;
  /** Tokens of the whole sequence that the engine can hold. */
  readonly maxContextTokens: number;
}
