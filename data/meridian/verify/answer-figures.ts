import { answerTypes } from '../generate/world-facts.ts';
import type { World } from '../generate/world.ts';

/** Worth of guessing for one type of answer; shares from 0 to 1. */
export interface AnswerFigures {
  readonly questions: number;
  readonly distinct: number;
  readonly mostFrequent: string;
  /** Of the questions of the type in the whole world. */
  readonly mostFrequentShare: number;
  /** Accuracy on held-out questions of the type of the answer most frequent in training. */
  readonly heldOutGuess: number;
}

/** Figures by type, and under `all` for one guess whatever the type; ties go to the value that comes first. */
export function answerFigures(world: World): Record<string, AnswerFigures> {
  const heldOut = new Set(world.split.heldOut);
  const train = new Set(world.split.train);
  return Object.fromEntries(
    [...answerTypes, 'all'].map((type) => {
      const questions = world.questions.filter(({ answerType }) => type === 'all' || answerType === type);
      const answersOf = (chunks?: ReadonlySet<string>): string[] =>
        questions
          .filter(({ goldChunkId }) => chunks?.has(goldChunkId) ?? true)
          .map(({ answers: [answer] }) => answer);
      const all = answersOf();
      const guess = mostFrequent(answersOf(train));
      const [value, count] = mostFrequent(all);
      return [
        type,
        {
          questions: all.length,
          distinct: new Set(all).size,
          mostFrequent: value,
          mostFrequentShare: count / all.length,
          heldOutGuess: share(answersOf(heldOut), guess[0]),
        },
      ];
    }),
  );
}

function mostFrequent(values: readonly string[]): readonly [value: string, count: number] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), ['', 0] as const);
}

function share(values: readonly string[], value: string): number {
  return values.filter((other) => other === value).length / values.length;
}
