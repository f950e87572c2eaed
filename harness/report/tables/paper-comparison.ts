import { fisherExact, fisherPower } from '../../statistics/exact-tests.ts';
import { newcombeInterval } from '../../statistics/proportions.ts';
import type { PaperFigures } from '../report.ts';
import { deltaText, pValue, signedWithInterval, value } from './format.ts';

/** Worth of the paper's own comparison, in sentences; empty where it compares nothing. */
export function paperComparison({ rows, comparison, citation }: PaperFigures): string[] {
  const treatment = rows.find(({ id }) => id === comparison?.treatment);
  const control = rows.find(({ id }) => id === comparison?.control);
  if (comparison === null || treatment === undefined || control === undefined) return [];
  const { twoSided, greater } = fisherExact(treatment, control);
  const sentences = [
    `${citation}: ${treatment.correct}/${treatment.n} against ${control.correct}/${control.n} is ${signedWithInterval(newcombeInterval(treatment, control), 'share')} (Newcombe 95 %; Fisher exact two-sided p = ${pValue(twoSided)}, one-sided p = ${pValue(greater)}; one seed each). Both tests take the counts as of independent questions and of one checkpoint each; they are of the same questions, and each is the best of several checkpoints on them.`,
  ];
  if (treatment.n === control.n) {
    const level = control.correct / control.n;
    const power = fisherPower({ first: level + comparison.delta, second: level, n: control.n });
    sentences.push(
      `With ${control.n} questions an arm, Fisher's test finds a true difference of ${deltaText({ value: comparison.delta, unit: 'share' })}, our smallest of interest, ${value(power, 'share')} of the time.`,
    );
  }
  return sentences;
}
