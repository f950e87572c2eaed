import { subExactMatch } from '../../harness/core/answer-match.ts';
import type { Verdict } from '../../harness/core/verdict.ts';
import type { JudgeInput } from '../../harness/judge/judge.ts';

/** ZeroSearch's published judge: an answer that contains a gold answer counts (`qa_em.py:87 @2d4cdca`, there called EM). */
export function containmentJudge({ answer, answers }: JudgeInput): Promise<Verdict> {
  if (answers.length === 0)
    return Promise.resolve({ kind: 'unanswerable', reason: 'there is no gold answer' });
  const held = answer !== null && subExactMatch(answer, answers) === 1;
  return Promise.resolve({ kind: held ? 'correct' : 'incorrect' });
}
