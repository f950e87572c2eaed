/** Text to tokens and back. */
export interface TextEncoding {
  readonly vocabularySize: number;
  encode(text: string): number[];
  decode(tokens: readonly number[]): string;
}

/** A text encoding with the chat markers around each message. */
export interface TextCodec extends TextEncoding {
  /** Tokens that open the conversation with a user message holding `text`, ending where the policy writes. */
  prompt(text: string): number[];
  /** Tokens that follow a policy turn: the user message holding `text`, ending where the policy writes. */
  observation(text: string): number[];
  /** Ends a policy turn; sampling stops after it. */
  readonly stopToken: number;
  /**
   * Tokens with which the chat template opens the policy's message, e.g. those of `<|im_start|>assistant` and a line
   * break; `prompt` ends in them. Absent behind a server that is sent messages.
   */
  readonly header?: readonly number[];
  /** Date that the chat template was given for today's, e.g. `2025-01-01`; absent where it asks for none. */
  readonly templateDate?: string;
}
