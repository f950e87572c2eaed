/**
 * Similarity in [0, 1] of two strings by the Ratcliff-Obershelp method, equal bit for bit to
 * `difflib.SequenceMatcher(None, first, second).ratio()` of Python 3: 2M / T, where M counts the code points
 * in matching blocks and T those of both strings; two empty strings give 1. **The order of the arguments
 * matters**: ties take the earliest match in `first`, then in `second`, and the popular-character rule looks at
 * `second` only. `sequenceMatcherRatio('abcd', 'bcde')` is 0.75.
 *
 * Popular-character rule (`autojunk`): when `second` has n >= 200 code points, a character that occurs in it
 * more than floor(n / 100) + 1 times can't start a match, though a match may extend over it.
 */
export function sequenceMatcherRatio(first: string, second: string): number {
  const a = Array.from(first);
  const b = Array.from(second);
  const total = a.length + b.length;
  return total === 0 ? 1 : (2 * matchedCount(a, b)) / total;
}

interface Span {
  readonly aStart: number;
  readonly aEnd: number;
  readonly bStart: number;
  readonly bEnd: number;
}

interface Match {
  readonly a: number;
  readonly b: number;
  readonly size: number;
}

function matchedCount(a: readonly string[], b: readonly string[]): number {
  const positions = seedPositions(b);
  const open: Span[] = [{ aStart: 0, aEnd: a.length, bStart: 0, bEnd: b.length }];
  let count = 0;
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    const match = extended(longestSeeded(a, positions, span), { a, b, span });
    if (match.size === 0) continue;
    count += match.size;
    open.push(
      { aStart: span.aStart, aEnd: match.a, bStart: span.bStart, bEnd: match.b },
      { aStart: match.a + match.size, aEnd: span.aEnd, bStart: match.b + match.size, bEnd: span.bEnd },
    );
  }
  return count;
}

/** Where each character that may start a match stands in `b`, ascending. */
function seedPositions(b: readonly string[]): Map<string, number[]> {
  const positions = new Map<string, number[]>();
  b.forEach((character, at) => {
    const known = positions.get(character);
    if (known === undefined) positions.set(character, [at]);
    else known.push(at);
  });
  if (b.length < 200) return positions;
  const limit = Math.floor(b.length / 100) + 1;
  for (const [character, found] of positions) if (found.length > limit) positions.delete(character);
  return positions;
}

/** The earliest longest common run of seed characters inside `span`; size 0 at the span's start if there is none. */
function longestSeeded(
  a: readonly string[],
  positions: ReadonlyMap<string, readonly number[]>,
  { aStart, aEnd, bStart, bEnd }: Span,
): Match {
  let best: Match = { a: aStart, b: bStart, size: 0 };
  // Length of the common run that ends at (the previous character of a, each place of b).
  let runs = new Map<number, number>();
  for (let i = aStart; i < aEnd; i += 1) {
    const next = new Map<number, number>();
    for (const j of positions.get(a[i] as string) ?? []) {
      if (j < bStart) continue;
      if (j >= bEnd) break;
      const size = (runs.get(j - 1) ?? 0) + 1;
      next.set(j, size);
      if (size > best.size) best = { a: i - size + 1, b: j - size + 1, size };
    }
    runs = next;
  }
  return best;
}

/** `match` grown on both sides over equal characters, popular ones included. */
function extended(
  match: Match,
  { a, b, span }: { a: readonly string[]; b: readonly string[]; span: Span },
): Match {
  let { a: i, b: j, size } = match;
  while (i > span.aStart && j > span.bStart && a[i - 1] === b[j - 1]) {
    i -= 1;
    j -= 1;
    size += 1;
  }
  while (i + size < span.aEnd && j + size < span.bEnd && a[i + size] === b[j + size]) size += 1;
  return { a: i, b: j, size };
}
