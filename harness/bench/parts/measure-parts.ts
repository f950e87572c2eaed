import { busyCores, mostBusyCores } from '../load-check.ts';
import { median } from '../throughput.ts';
import type { Part } from './part.ts';
import type { PartReply, Side } from './part-side.ts';
import { growthOf } from './growth-of.ts';

/** A part at one size. */
export interface PartRow {
  readonly part: string;
  readonly unit: string;
  readonly grows: string;
  readonly size: number;
  /** Units of one call. */
  readonly amount: number;
  /** Milliseconds of a call, in the median of each round, in order; the uncounted first one is left out. */
  readonly roundsMs: readonly number[];
  /** Median of the rounds. */
  readonly ms: number;
  /** Units a second at that median. */
  readonly perSecond: number;
  /** The other checkout's milliseconds over ours, above 1 where ours is faster; absent where none was measured. */
  readonly against?: { readonly ratio: number; readonly low: number; readonly high: number };
}

/** Measurements of one call of `bench parts`. */
export interface PartsBench {
  readonly rows: readonly PartRow[];
  /** Exponent k of the cost of a call ~ size^k, by part; none for a part with a size of 0. */
  readonly growth: Readonly<Record<string, number>>;
  /** Reasons why parts were not measured. */
  readonly skipped: Readonly<Record<string, string>>;
  /** Cores that others kept busy, at most, in a rest before each part. */
  readonly busyCores: number;
  /** True where that is more than an idle machine has: the figures are then too low. */
  readonly loaded: boolean;
}

/** What is measured, and for how long. */
export interface PartsOptions {
  readonly parts: readonly Part[];
  /** Measured rounds of each size. */
  readonly rounds: number;
  /** Least time of a round, in milliseconds; a call that takes longer is made once. */
  readonly roundMs: number;
  /** Told of each row when its part is done. */
  readonly onRow?: (row: PartRow) => void;
}

/**
 * Measures parts of the harness at growing sizes. A round of each size, and of each side, follow one another, so that a
 * machine whose speed drifts slows all of them; one uncounted round comes first.
 * @param sides this code, and another version to hold it against
 */
export async function measureParts(
  sides: readonly [Side] | readonly [Side, Side],
  { parts, rounds, roundMs, onRow }: PartsOptions,
): Promise<PartsBench> {
  const rows: PartRow[] = [];
  const skipped: Record<string, string> = {};
  let busy = 0;
  for (const part of parts) {
    busy = Math.max(busy, await busyCores());
    const measured = await measurePart(sides, part, { rounds, roundMs });
    if ('reason' in measured) skipped[part.id] = measured.reason;
    else for (const row of measured.rows) onRow?.(row);
    if ('rows' in measured) rows.push(...measured.rows);
    for (const side of sides) await side.ask({ do: 'close' });
  }
  const growth = Object.fromEntries(
    parts.flatMap(({ id }) => {
      const points = rows.filter((row) => row.part === id);
      // A size of 0 has no logarithm: its part is no power of it.
      return points.length < 2 || points.some(({ size }) => size === 0) ? [] : [[id, growthOf(points)]];
    }),
  );
  return { rows, growth, skipped, busyCores: busy, loaded: busy > mostBusyCores };
}

type Measured = { readonly rows: readonly PartRow[] } | { readonly reason: string };

async function measurePart(
  sides: readonly Side[],
  part: Part,
  { rounds, roundMs }: Pick<PartsOptions, 'rounds' | 'roundMs'>,
): Promise<Measured> {
  const amounts: number[] = [];
  for (const size of part.sizes)
    for (const [i, side] of sides.entries()) {
      const reply = await side.ask({ do: 'open', id: part.id, size });
      if (!('amount' in reply)) return { reason: reasonOf(reply) };
      if (i === 0) amounts.push(reply.amount);
    }
  /** Milliseconds by size, round and side. */
  const times: number[][][] = part.sizes.map(() => []);
  for (let round = 0; round <= rounds; round += 1)
    for (const [i, size] of part.sizes.entries()) {
      const measured: number[] = [];
      for (const side of sides) {
        const reply = await side.ask({ do: 'round', size, ms: roundMs });
        if (!('ms' in reply)) return { reason: reasonOf(reply) };
        measured.push(reply.ms);
      }
      if (round > 0) times[i]?.push(measured);
    }
  const sized = part.sizes.map((size, i) => ({ size, amount: amounts[i] ?? Number.NaN }));
  return { rows: sized.map((one, i) => rowOf(part, one, times[i] ?? [])) };
}

function reasonOf(reply: PartReply): string {
  return 'reason' in reply ? reply.reason : 'it gave no answer that fits';
}

/** The row of one size, of at least one round. */
export function rowOf(
  { id: part, unit, grows }: Pick<Part, 'id' | 'unit' | 'grows'>,
  { size, amount }: { readonly size: number; readonly amount: number },
  rounds: readonly (readonly number[])[],
): PartRow {
  const roundsMs = rounds.map(([ours = Number.NaN]) => ours);
  const ms = medianOf(roundsMs);
  const ratios = rounds.flatMap(([ours = Number.NaN, theirs]) =>
    theirs === undefined ? [] : [theirs / ours],
  );
  const against = {
    ratio: fourDigits(medianOf(ratios)),
    low: fourDigits(Math.min(...ratios)),
    high: fourDigits(Math.max(...ratios)),
  };
  return {
    part,
    unit,
    grows,
    size,
    amount,
    roundsMs: roundsMs.map(fourDigits),
    ms: fourDigits(ms),
    perSecond: fourDigits((1000 * amount) / ms),
    ...(ratios.length > 0 && { against }),
  };
}

function medianOf(values: readonly number[]): number {
  return median(values.toSorted((a, b) => a - b));
}

/** Four digits that count. */
function fourDigits(value: number): number {
  return Number(value.toPrecision(4));
}
