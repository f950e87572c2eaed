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
  const longestSeeded = seededMatcher(a, b);
  const open: Span[] = [{ aStart: 0, aEnd: a.length, bStart: 0, bEnd: b.length }];
  let count = 0;
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    const match = extended(longestSeeded(span), { a, b, span });
    if (match.size === 0) continue;
    count += match.size;
    open.push(
      { aStart: span.aStart, aEnd: match.a, bStart: span.bStart, bEnd: match.b },
      { aStart: match.a + match.size, aEnd: span.aEnd, bStart: match.b + match.size, bEnd: span.bEnd },
    );
  }
  return count;
}

/** Places in `b` of each character that may start a match, ascending. */
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

/** Finds the earliest longest common run of seed characters inside a span; size 0 at its start if there is none. */
function seededMatcher(a: readonly string[], b: readonly string[]): (span: Span) => Match {
  const positions = seedPositions(b);
  // Length of the common run that ends at each place of b, for this character of a and the one before, and the row it
  // was written in: rows are numbered through all spans, so that nothing has to be cleared.
  let [before, here] = [new Int32Array(b.length), new Int32Array(b.length)];
  let [rowBefore, rowHere] = [new Int32Array(b.length), new Int32Array(b.length)];
  let row = 1;
  return ({ aStart, aEnd, bStart, bEnd }) => {
    let best: Match = { a: aStart, b: bStart, size: 0 };
    row += 1;
    for (let i = aStart; i < aEnd; i += 1) {
      row += 1;
      for (const j of positions.get(a[i] as string) ?? []) {
        if (j < bStart) continue;
        if (j >= bEnd) break;
        const size = (rowBefore[j - 1] === row - 1 ? (before[j - 1] ?? 0) : 0) + 1;
        here[j] = size;
        rowHere[j] = row;
        if (size > best.size) best = { a: i - size + 1, b: j - size + 1, size };
      }
      [before, here] = [here, before];
      [rowBefore, rowHere] = [rowHere, rowBefore];
    }
    return best;
  };
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
