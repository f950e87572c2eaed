/**
 * The suffix array of a text of whole numbers: where its suffixes begin, in ascending order of the suffixes; one that
 * another begins with stands before it. `[2, 1, 2, 1]` gives `[3, 1, 2, 0]`.
 *
 * By prefix doubling (Manber and Myers 1993) with a counting sort a round: O(n log n) time, four arrays of n.
 */
export function suffixArray(text: ArrayLike<number>): Int32Array {
  const symbol = (start: number): number => text[start] as number;
  let order: Int32Array = Int32Array.from({ length: text.length }, (_, start) => start).sort(
    (a, b) => symbol(a) - symbol(b),
  );
  let ranks = ranked(order, (a, b) => symbol(a) === symbol(b));
  for (let width = 1; !areTold(order, ranks); width *= 2) {
    const known = ranks;
    order = sortedByRank(bySecondHalf(order, width), known);
    ranks = ranked(
      order,
      (a, b) =>
        rankAt(known, a) === rankAt(known, b) && rankAt(known, a + width) === rankAt(known, b + width),
    );
  }
  return order;
}

/** True where all suffixes are told apart. */
function areTold(order: Int32Array, ranks: Int32Array): boolean {
  return order.length === 0 || ranks[order.at(-1) as number] === order.length - 1;
}

/** Rank of a suffix, equal for those that are not told apart yet; -1 for the empty one behind the text. */
function rankAt(ranks: Int32Array, start: number): number {
  return ranks[start] ?? -1;
}

function ranked(order: Int32Array, same: (a: number, b: number) => boolean): Int32Array {
  const ranks = new Int32Array(order.length);
  for (let i = 1, rank = 0; i < order.length; i += 1) {
    const start = order[i] as number;
    if (!same(order[i - 1] as number, start)) rank += 1;
    ranks[start] = rank;
  }
  return ranks;
}

/** Starts in the order of what stands `width` behind them: nothing first, then as the known order has it. */
function bySecondHalf(order: Int32Array, width: number): Int32Array {
  const starts = new Int32Array(order.length);
  let filled = 0;
  for (let start = Math.max(0, order.length - width); start < order.length; start += 1)
    starts[filled++] = start;
  for (const start of order) if (start >= width) starts[filled++] = start - width;
  return starts;
}

/** A stable counting sort. */
function sortedByRank(starts: Int32Array, ranks: Int32Array): Int32Array {
  const places = new Int32Array(starts.length + 1);
  for (const rank of ranks) places[rank + 1] = (places[rank + 1] as number) + 1;
  for (let rank = 1; rank < places.length; rank += 1)
    places[rank] = (places[rank] as number) + (places[rank - 1] as number);
  const sorted = new Int32Array(starts.length);
  for (const start of starts) {
    const rank = ranks[start] as number;
    const place = places[rank] as number;
    sorted[place] = start;
    places[rank] = place + 1;
  }
  return sorted;
}
