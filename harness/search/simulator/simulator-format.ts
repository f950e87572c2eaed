import { TwinZeroError } from '../../core/twin-zero-error.ts';
import type { DocumentLabel, SearchRequest } from '../search-backend.ts';

/**
 * `sft`: fine-tuned, is shown question and gold answer under both labels. `prompt`: not fine-tuned, is shown them for
 * useful documents only (ZeroSearch `generation.py:67-137 @2d4cdca`, `simulate_sft` and `simulate_prompt`).
 */
export type SimulatorKind = 'sft' | 'prompt';

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

/**
 * The part of a search that a simulator is told.
 * @throws TwinZeroError `configuration` for a search without a label.
 */
export function toSimulatorRequest({ query, question, label, topK }: SearchRequest): SimulatorRequest {
  if (label === undefined)
    throw new TwinZeroError(
      'configuration',
      `the search "${query}" reached a simulator without a label; put the simulator inside curriculumBackend`,
    );
  return { query, question: question.question, gold: question.answers[0], label, documents: topK };
}

/**
 * The `keyParts` of a cache around a simulator: label, gold answer and question decide its documents beside the query.
 * Only for a generator that ignores the seed, such as a greedy one: of a sampled one the first search to come would
 * decide what the others read.
 * @throws TwinZeroError `configuration` for a search without a label.
 */
export function simulatorCacheKey(request: SearchRequest): readonly [string, string, string] {
  const { label, gold, question } = toSimulatorRequest(request);
  return [label, gold, question];
}
