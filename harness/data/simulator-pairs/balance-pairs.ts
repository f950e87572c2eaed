import type { Random } from '../../core/random.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import type { LabelledPair } from './label-pairs.ts';

/**
 * As many useful pairs as noisy ones: all of the rarer label, a random choice of the other, shuffled together. The
 * authors fine-tune on balanced examples (ZeroSearch repository, issue 25).
 * @throws TwinZeroError `data` when a label is missing.
 */
export function balancePairs(labelled: readonly LabelledPair[], random: Random): LabelledPair[] {
  const useful = labelled.filter(({ label }) => label === 'useful');
  const noisy = labelled.filter(({ label }) => label === 'noisy');
  const count = Math.min(useful.length, noisy.length);
  if (count === 0)
    throw new TwinZeroError(
      'data',
      `${useful.length} useful and ${noisy.length} noisy pairs cannot be balanced; collect more episodes`,
    );
  const chosen = [
    ...random.fork('useful').shuffle(useful).slice(0, count),
    ...random.fork('noisy').shuffle(noisy).slice(0, count),
  ];
  return random.fork('order').shuffle(chosen);
}
