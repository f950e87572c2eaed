import type { Verdict } from '../core/verdict.ts';
import { matchVerdict } from '../reward/match-verdict.ts';
import type { JudgeInput } from './judge.ts';

/** The default judge: the extracted answer equals a gold answer after normalisation; see `matchVerdict`. */
export function matchJudge({ answer, answers }: JudgeInput): Promise<Verdict> {
  return Promise.resolve(matchVerdict(answer, answers));
}
