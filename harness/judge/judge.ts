import { type Episode, episodeMessages, type Message } from '../core/episode.ts';
import { extractAnswer } from '../core/tag-bodies.ts';
import type { Verdict } from '../core/verdict.ts';

/** Everything a judge may look at. */
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

/** The part of a finished episode that a judge sees. */
export function judgeInput(
  question: string,
  answers: readonly string[],
  messages: readonly Message[],
): JudgeInput {
  return { question, answers, reply: messages.at(-1)?.content ?? '', answer: extractAnswer(messages) };
}

/** Asks the judge about an answer; an episode without one is incorrect unasked, a failed one has no verdict. */
export async function judgeEpisode(episode: Episode, judge: Judge): Promise<Verdict | null> {
  const { question, outcome } = episode;
  if (outcome.kind === 'failed') return null;
  if (outcome.kind === 'unanswered') return { kind: 'incorrect' };
  // The answer is the one the protocol acted on, not one read again from the text.
  const input = judgeInput(question.question, question.answers, episodeMessages(episode));
  return judge({ ...input, answer: outcome.answer });
}

/** A verdict as a score: null where there is none. */
export function correctnessOf(verdict: Verdict | null): boolean | null {
  return verdict === null || verdict.kind === 'unanswerable' ? null : verdict.kind === 'correct';
}
