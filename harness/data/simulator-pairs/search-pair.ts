/** A query put to a real search and what came back, with all that a simulator is told: what one is fine-tuned on. */
export interface SearchPair {
  readonly query: string;
  readonly question: string;
  /** The first gold answer. */
  readonly gold: string;
  readonly questionId: string;
  /** Texts in the order returned, at least one. */
  readonly documents: readonly string[];
  /** Whether the episode that searched ended with the right answer. */
  readonly episodeCorrect: boolean;
}
