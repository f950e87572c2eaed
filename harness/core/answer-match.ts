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

/** The words of an answer in its normal form, in order: articles and punctuation are none. */
export function answerWords(text: string): string[] {
  return normaliseAnswer(text)
    .split(' ')
    .filter((word) => word !== '');
}

/** The words that a prediction has in common with a gold answer. */
export interface WordMatch {
  /** Words of the prediction. */
  readonly words: number;
  /** Of these, the words matched, each occurrence of a gold word once. */
  readonly shared: number;
  /** 2PR / (P + R), 0 without a shared word. */
  readonly f1: number;
}

/**
 * Matches a prediction with the gold answer that gives the highest F1, between equals the one that shares more
 * words; with none, nothing is shared. Words are those of the normal form, counted as a multiset.
 * `bestWordMatch('Jim Lovell', ['Haise', 'James Lovell'])` is `{ words: 2, shared: 1, f1: 0.5 }`.
 * Source: `ZeroSearch qa_em.py:70-88`; ZeroSearch section 3.5.
 */
export function bestWordMatch(prediction: string, golds: readonly string[]): WordMatch {
  const words = answerWords(prediction);
  let best: WordMatch = { words: words.length, shared: 0, f1: 0 };
  for (const gold of golds) {
    const match = wordMatch(words, answerWords(gold));
    if (match.f1 > best.f1 || (match.f1 === best.f1 && match.shared > best.shared)) best = match;
  }
  return best;
}

function wordMatch(predicted: readonly string[], gold: readonly string[]): WordMatch {
  const left = new Map<string, number>();
  for (const word of gold) left.set(word, (left.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of predicted) {
    const count = left.get(word) ?? 0;
    if (count === 0) continue;
    left.set(word, count - 1);
    shared += 1;
  }
  const words = predicted.length;
  // 2PR / (P + R) in one division, so that equal fractions are equal numbers.
  return { words, shared, f1: shared === 0 ? 0 : (2 * shared) / (words + gold.length) };
}

/**
 * F1 in [0, 1] of the prediction's words against the best gold answer: 2PR / (P + R) over the multiset
 * intersection of normalised words, 0 without a shared word (also when both are empty).
 * `tokenF1('Jim Lovell', ['James Lovell'])` is 0.5.
 * Source: `ZeroSearch qa_em.py:70-88`; ZeroSearch section 3.5.
 */
export function tokenF1(prediction: string, golds: readonly string[]): number {
  return bestWordMatch(prediction, golds).f1;
}

/**
 * EM: 1 if the prediction equals any gold answer after normalisation, else 0. `exactMatch('The LM.', ['lm'])`
 * is 1; containment is not enough.
 * Source: Search-R1 `verl/utils/reward_score/qa_em.py:36-46` (`em_check`); ZeroSearch's function of that name
 * is containment, see `subExactMatch`.
 */
export function exactMatch(prediction: string, golds: readonly string[]): 0 | 1 {
  const normal = normaliseAnswer(prediction);
  return golds.some((gold) => normaliseAnswer(gold) === normal) ? 1 : 0;
}

/**
 * Sub-EM: 1 if any normalised gold answer is a substring of the normalised prediction, else 0.
 * `subExactMatch('in the Odyssey module', ['Odyssey'])` is 1. As published it matches inside words, and a gold
 * answer that normalises to nothing always matches.
 * Source: `ZeroSearch qa_em.py:81-92` (there named `em_check`), Search-R1's `subem_check`.
 */
export function subExactMatch(prediction: string, golds: readonly string[]): 0 | 1 {
  const normal = normaliseAnswer(prediction);
  return golds.some((gold) => normal.includes(normaliseAnswer(gold))) ? 1 : 0;
}

/** True where `text` has the words of `phrase` in a row, in any case: `kilo seven` is not in `kilo seventeen`. */
export function containsWords(text: string, phrase: string): boolean {
  return ` ${wordsOf(text)} `.includes(` ${wordsOf(phrase)} `);
}

function wordsOf(text: string): string {
  return (text.toLowerCase().match(/[a-z0-9]+/gu) ?? []).join(' ');
}
