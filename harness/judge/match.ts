import { normaliseAnswer } from '../core/answer-match.ts';
import { pythonStrip } from '../core/python-text.ts';
import type { Verdict } from '../core/verdict.ts';
import type { JudgeInput } from './judge.ts';

/**
 * Judges without a model: correct if the extracted answer equals any gold answer after normalisation. An empty
 * answer or none is incorrect; without a gold answer there is no verdict. Texts that normalise to nothing, such as
 * "+" and "A", are compared as they stand, ignoring case, so that no two of them are alike.
 *
 * DEVIATION(match-judge): the authors ask a language model (`ReZero src/evaluation.py:35-103 @20fb677`), in
 * evaluation the very checkpoint under test; this judge is deterministic and can't collapse with the policy.
 */
export function matchVerdict(answer: string | null, golds: readonly string[]): Verdict {
  if (golds.length === 0) return { kind: 'unanswerable', reason: 'there is no gold answer' };
  const form = comparable(answer ?? '');
  const matches = form !== '' && golds.some((gold) => comparable(gold) === form);
  return { kind: matches ? 'correct' : 'incorrect' };
}

function comparable(text: string): string {
  const normal = normaliseAnswer(text);
  return normal === '' ? pythonStrip(text.toLowerCase()) : normal;
}

/** The default judge: the extracted answer equals a gold answer after normalisation; see `matchVerdict`. */
export function matchJudge({ answer, answers }: JudgeInput): Promise<Verdict> {
  return Promise.resolve(matchVerdict(answer, answers));
}
