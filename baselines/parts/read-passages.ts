import type { Wording } from '../../harness/baseline/index.ts';
import type { Document, Outcome } from '../../harness/core/episode.ts';
import type { Tape } from '../../harness/rollout/index.ts';
import { tagAnswer } from './answer-tag.ts';
import { asked } from './asked.ts';
import { passagesThatFit } from './passages.ts';

const instructions = `Answer the question from the passages above. \
Give the bare answer and nothing else, between <answer> and </answer>.`;

/** What a reader is given. */
export interface ReadOptions {
  readonly documents: readonly Document[];
  readonly question: string;
  readonly wording: Wording;
  readonly answerTokens: number;
}

/** The reader: opens the conversation with passages and question, and the policy answers at once. */
export async function readPassages(
  tape: Tape,
  { documents, question, wording, answerTokens }: ReadOptions,
): Promise<Outcome> {
  const rest = asked(question, wording, instructions);
  tape.prompt(passagesThatFit(documents, { tape, wording, rest, reserve: answerTokens }) + rest);
  return tagAnswer(tape, answerTokens);
}
