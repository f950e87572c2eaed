/** One retrieved passage as the policy sees it. */
export interface Document {
  /** The chunk it comes from; a paraphrase or a simulated document has an id of its own. */
  readonly id: string;
  readonly text: string;
  readonly origin: 'chunk' | 'paraphrase' | 'distractor' | 'simulated';
}
