import type { SearchPair } from '../simulator-pairs/search-pair.ts';
import { pairLeaks } from './pair-leaks.ts';
import type { World } from './world.ts';

/**
 * Sentences on every way in which fine-tuning a simulator on these pairs could show it what evaluation asks: a pair of
 * a question that is no training question, a document that is a held-out or dev chunk, or a text (question, query or
 * document) that speaks of a held-out or dev incident, under whatever names. Numbers of pairs count from 1.
 *
 * A search of the whole archive can return such chunks to training questions, too: collect with the training chunks.
 */
export function simulatorLeaks(pairs: readonly SearchPair[], world: World): string[] {
  const leaksOf = pairLeaks(world);
  return pairs.flatMap((pair, index) =>
    leaksOf(pair).map((leak) => `pair ${index + 1} (question ${pair.questionId}): ${leak}`),
  );
}
