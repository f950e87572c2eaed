import type { DemonstrationTurn } from '../../../harness/core/episode.ts';
import { Random } from '../../../harness/core/random.ts';
import { compactFormat } from '../../../harness/search/index.ts';
import { type MeridianWords, meridianWords } from './meridian-words.ts';

/** The vocabulary of simulators of Meridian worlds: that of the worlds and of the prompts they are asked with. */
export function simulatorWords(): MeridianWords {
  const { words, pieces } = meridianWords();
  return { words, pieces: [...new Set([...pieces, 'Useful', 'Noisy', 'Answer', 'Query'])].sort() };
}

/** Seed of a writer's first lessons, and their examples per step. */
export interface CopyingOptions {
  readonly seed: number;
  readonly perStep: number;
}

/**
 * Prompts of random words in the simulators' format, to be written down field by field: answer, query, question.
 *
 * A document states the answer it was told in two of thirty words, too few for a small model to find out within some
 * thousand examples that these are to be copied; here every word is.
 */
export function copyingExamples({
  seed,
  perStep,
}: CopyingOptions): (step: number) => Promise<DemonstrationTurn[][]> {
  const root = Random.seeded(seed).fork('copying');
  const { words } = simulatorWords();
  return (step) =>
    Promise.resolve(Array.from({ length: perStep }, (_, i) => example(words, root.fork(step, i))));
}

function example(words: readonly string[], random: Random): DemonstrationTurn[] {
  const draw = (fewest: number, most: number): string =>
    Array.from({ length: fewest + random.below(most - fewest + 1) }, () => random.pick(words)).join(' ');
  const fields = { gold: draw(1, 2), query: draw(1, 3), question: draw(3, 8) };
  const label = random.uniform() < 0.5 ? 'useful' : 'noisy';
  return [
    { role: 'prompt', text: compactFormat.prompt({ ...fields, label, documents: 1 }, 'sft') },
    { role: 'policy', text: ` ${fields.gold}\n ${fields.query}\n ${fields.question}` },
  ];
}
