import { normaliseAnswer } from './normalise-answer.ts';

/** The words of an answer in its normal form, in order: articles and punctuation are none. */
export function answerWords(text: string): string[] {
  return normaliseAnswer(text)
    .split(' ')
    .filter((word) => word !== '');
}
