import type { DocumentLabel } from '../document-label.ts';

/** One search put to a simulator; question, gold answer and label travel with the query. */
export interface SimulatorRequest {
  readonly query: string;
  readonly question: string;
  /** The first gold answer: a simulator is told no alias (ZeroSearch `generation.py:592 @2d4cdca`). */
  readonly gold: string;
  readonly label: DocumentLabel;
  /** Documents asked for, from 1. */
  readonly documents: number;
}
