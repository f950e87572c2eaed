import type { Message } from '../core/message.ts';
import type { Verdict } from '../core/verdict.ts';
import { extractAnswer } from '../reward/extract-answer.ts';

export type { Verdict } from '../core/verdict.ts';
export { matchJudge } from './match-judge.ts';
export { publishedJudge } from './published-judge.ts';
export { strictJudge } from './strict-judge.ts';

/** What a judge may look at. */
export interface JudgeInput {
  readonly question: string;
  /** Gold answer first, accepted aliases after it. */
  readonly answers: readonly string[];
  /** The whole last message of the episode. */
  readonly reply: string;
  /** Stripped body of its last answer pair; null when the episode gave no answer. */
  readonly answer: string | null;
}

/** Decides whether an answer is right. Never rejects: a judge that fails says `unanswerable`. */
export type Judge = (input: JudgeInput) => Promise<Verdict>;

/** Any model behind a judge: a prompt in, its reply out; a rejection counts as the judge's failure. */
export type TextFunction = (prompt: string) => Promise<string>;

/** What a judge sees of a finished episode. */
export function judgeInput(
  question: string,
  answers: readonly string[],
  messages: readonly Message[],
): JudgeInput {
  return { question, answers, reply: messages.at(-1)?.content ?? '', answer: extractAnswer(messages) };
}
