import { fisherExact, fisherPower } from '../../statistics/exact-tests.ts';
import { newcombeInterval } from '../../statistics/proportions.ts';
import { bestOfCheckpoints } from '../../statistics/selection.ts';
import type { PaperFigures } from '../report.ts';
import { pValue, signedWithInterval, value } from './format.ts';

/** Worth of the paper's own comparison, in sentences; empty where it compares nothing. */
export function paperComparison({ rows, curves, comparison, citation }: PaperFigures): string[] {
  const treatment = rows.find(({ id }) => id === comparison?.treatment);
  const control = rows.find(({ id }) => id === comparison?.control);
  if (treatment === undefined || control === undefined) return [];
  const { twoSided, greater } = fisherExact(treatment, control);
  const sentences = [
    `${citation}: ${treatment.correct}/${treatment.n} against ${control.correct}/${control.n} is ${signedWithInterval(newcombeInterval(treatment, control), 'share')} (Newcombe 95 %; Fisher exact two-sided p = ${pValue(twoSided)}, one-sided p = ${pValue(greater)}; one seed each).`,
  ];
  if (treatment.n === control.n) {
    const power = fisherPower({
      first: treatment.correct / treatment.n,
      second: control.correct / control.n,
      n: control.n,
    });
    sentences.push(
      `With ${control.n} questions an arm, Fisher's test finds a true difference of that size ${value(power, 'share')} of the time.`,
    );
  }
  const checkpoints = curves[0]?.points.filter(({ step }) => step > 0).length ?? 0;
  if (checkpoints > 1) {
    const accuracy = control.correct / control.n;
    const { expected, atLeast } = bestOfCheckpoints({ accuracy, n: treatment.n, checkpoints });
    sentences.push(
      `Were all ${checkpoints} published checkpoints truly at ${value(accuracy, 'share')}, picking the best on the test set would show ${value(expected, 'share')} on average, and ${treatment.correct}/${treatment.n} or more with probability ${pValue(atLeast[treatment.correct] ?? 0)} (independent draws: an upper bound).`,
    );
  }
  return sentences;
}
