import type { DocumentLabel } from '../../document-label.ts';

/** What a simulator wrote for one search, beside what the real search returned for the same query. */
export interface SimulatorAnswer {
  /** What it was told to write. */
  readonly label: DocumentLabel;
  readonly gold: string;
  readonly query: string;
  readonly question: string;
  /** Null where its text could not be read as documents, or was cut off. */
  readonly documents: readonly string[] | null;
  /** Texts of the real search, best first. */
  readonly real: readonly string[];
}
