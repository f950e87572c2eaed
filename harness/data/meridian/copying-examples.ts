import type { DemonstrationTurn } from '../../core/demonstration-turn.ts';
import { Random } from '../../core/random.ts';
import { compactFormat } from '../../search/simulator/compact-format.ts';
import { simulatorWords } from './simulator-words.ts';

/** What the first lessons of a writer are shown. */
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
