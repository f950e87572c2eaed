/** Who wrote a turn; only `policy` turns are trained on and scored. */
export type TurnRole = 'prompt' | 'policy' | 'observation';

/** One typed piece of an episode. */
export interface Turn {
  readonly role: TurnRole;
  /** For `policy` the decoded tokens without the stop token; for the others the text shown, without chat markers. */
  readonly text: string;
  /** The exact tokens, chat markers and the policy's stop token included; concatenated over turns they are the sequence. */
  readonly tokens: readonly number[];
  /** One per token of a `policy` turn, natural log, under the distribution that training scores; absent otherwise. */
  readonly logprobs?: readonly number[];
}
