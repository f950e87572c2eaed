/** Text to tokens and back, and the chat markers around each message. */
export interface TextCodec {
  readonly vocabularySize: number;
  encode(text: string): number[];
  decode(tokens: readonly number[]): string;
  /** Tokens that open the conversation with a user message holding `text`, ending where the policy writes. */
  prompt(text: string): number[];
  /** Tokens that follow a policy turn: the user message holding `text`, ending where the policy writes. */
  observation(text: string): number[];
  /** Ends a policy turn; sampling stops after it. */
  readonly stopToken: number;
}
