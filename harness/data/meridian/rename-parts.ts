import type { Random } from '../../core/random.ts';
import { type NamedPart, renamed } from './named-part.ts';
import type { QuestionDraws } from './question-draws.ts';

/** Gives `count` of the parts, component first, their other name; a single one is the component as often as drawn. */
export function renameParts(
  parts: readonly NamedPart[],
  count: 0 | 1 | 2,
  { random, draws }: { readonly random: Random; readonly draws: QuestionDraws },
): NamedPart[] {
  const indices = parts.map((_, index) => index);
  const pool = count === 1 ? (draws.renamedComponent() ? [0] : indices.slice(1)) : indices;
  const chosen = new Set(random.shuffle(pool).slice(0, count));
  return parts.map((part, index) => (chosen.has(index) ? renamed(part) : part));
}
