import type { World } from '../generate/world.ts';
import type { AnswerFigures } from './answer-figures.ts';
import { leakedFacts, misplacedAnswers } from './leaks.ts';
import type { SearchFigures } from './search-figures.ts';

/** One requirement and whether the world meets it. */
export interface Check {
  readonly name: string;
  readonly passed: boolean;
  readonly found: string;
}

/** Checks what a world must be, given the figures of its held-out part and of its answers. */
export function checkWorld(
  world: World,
  heldOut: SearchFigures,
  answers: Readonly<Record<string, AnswerFigures>>,
): Check[] {
  const leaks = leakedFacts(world);
  const misplaced = misplacedAnswers(world);
  const guess = Math.max(
    ...Object.values(answers).flatMap((type) => [type.mostFrequentShare, type.heldOutGuess]),
  );
  const between = (value: number, low: number, high: number): Pick<Check, 'passed' | 'found'> => ({
    passed: value >= low && value <= high,
    found: percent(value),
  });
  return [
    {
      name: 'the question verbatim finds 40 to 60 % of held-out gold chunks',
      ...between(heldOut.verbatim, 0.4, 0.6),
    },
    { name: 'the best single query finds at most 80 %', ...between(heldOut.bestSingle, 0, 0.8) },
    { name: 'the reformulating oracle finds at least 95 %', ...between(heldOut.oracle, 0.95, 1) },
    {
      name: 'guessing the most frequent value is right in under 5 %',
      passed: guess < 0.05,
      found: `at most ${percent(guess)}`,
    },
    {
      name: 'answers are in the gold chunk, never in the question or an earlier chunk',
      passed: misplaced.length === 0,
      found: misplaced[0] ?? 'all are',
    },
    {
      name: 'no held-out fact is stated outside the held-out part',
      passed: leaks.length === 0,
      found: leaks[0] ?? 'none',
    },
  ];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
