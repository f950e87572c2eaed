import type { Random } from '../../core/random.ts';
import type { Difficulty } from './difficulty.ts';
import { type NamedPart, renamed } from './named-part.ts';

/** Gives `count` of the parts their other name; a single one is the component with the chance the difficulty states. */
export function renameParts(
  parts: readonly NamedPart[],
  count: 0 | 1 | 2,
  { random, difficulty }: { readonly random: Random; readonly difficulty: Difficulty },
): NamedPart[] {
  const others = random.shuffle(parts.map((_, index) => index).slice(1));
  const order = random.uniform() < difficulty.renamedComponentShare ? [0, ...others] : [...others, 0];
  const chosen = new Set(count === 2 ? random.shuffle(order).slice(0, 2) : order.slice(0, count));
  return parts.map((part, index) => (chosen.has(index) ? renamed(part) : part));
}
