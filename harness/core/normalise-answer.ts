import { pythonSplit, pythonText } from './python-text.ts';

const asciiPunctuation = /[!-/:-@[-`{-~]/g;
const article = new RegExp(`(?<![${pythonText.word}])(?:a|an|the)(?![${pythonText.word}])`, 'gu');

/**
 * SQuAD's normal form of an answer: lower case, ASCII punctuation deleted (nothing put in its place), the
 * words a, an, the replaced by a space, whitespace collapsed and trimmed.
 * `"The fuel-cell, No. 3"` becomes `"fuelcell no 3"`. Idempotent.
 *
 * Other punctuation and accents stay: the reference has no Unicode handling.
 * Source: `ZeroSearch qa_em.py:22-36`, the same in Search-R1 `verl/utils/reward_score/qa_em.py`.
 */
export function normaliseAnswer(text: string): string {
  return pythonSplit(text.toLowerCase().replace(asciiPunctuation, '').replace(article, ' ')).join(' ');
}
