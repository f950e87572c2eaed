import type { SimulatorKind } from './simulator-kind.ts';
import type { SimulatorRequest } from './simulator-request.ts';

/** The language between a search and the model that simulates it; pure. */
export interface SimulatorFormat {
  /** E.g. `compact`; part of identities. */
  readonly id: string;
  /** The user message that asks for documents. */
  prompt(request: SimulatorRequest, kind: SimulatorKind): string;
  /** The text a model is taught to write for these documents. */
  completion(documents: readonly string[]): string;
  /** At most `documents` documents of a text, none of them empty; an empty list for a text without any. */
  parse(text: string, documents: number): readonly string[];
}
