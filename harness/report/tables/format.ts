import type { Interval } from '../../statistics/interval.ts';

/** `share`: 0 to 1, printed in percent or percentage points; `count`: as it is. */
export type Unit = 'share' | 'count';

/** The mark in place of a value that there is not. */
export const none = '–';

/** A value: 0.4688 as a share is `46.9 %`, 1.5 as a count is `1.50`. */
export function value(x: number, unit: Unit): string {
  return unit === 'share' ? `${fixed(100 * x, 1)} %` : fixed(x, 2);
}

/** A difference with its sign: 0.219 as a share is `+21.9 points`; a minus is U+2212. */
export function signed(x: number, unit: Unit): string {
  const text = unit === 'share' ? fixed(100 * Math.abs(x), 1) : fixed(Math.abs(x), 2);
  const sign = Number(text) === 0 ? '' : x > 0 ? '+' : '−';
  return unit === 'share' ? `${sign}${text} points` : `${sign}${text}`;
}

/** A value with its interval: `46.9 % [30.9, 63.6]`. */
export function withInterval({ estimate, low, high }: Interval, unit: Unit): string {
  const bound = (x: number): string => (unit === 'share' ? fixed(100 * x, 1) : fixed(x, 2));
  return `${value(estimate, unit)} [${bound(low)}, ${bound(high)}]`;
}

/** A difference with its interval: `+21.9 points [−1.6, +42.3]`. */
export function signedWithInterval({ estimate, low, high }: Interval, unit: Unit): string {
  // A bound that rounds to 0 keeps its sign: it says on which side of 0 the interval ends.
  const bound = (x: number): string => {
    const text = signed(x, unit).replace(' points', '');
    return /^[0.]+$/.test(text) && x !== 0 ? `${x > 0 ? '+' : '−'}${text}` : text;
  };
  return `${signed(estimate, unit)} [${bound(low)}, ${bound(high)}]`;
}

/** A smallest effect of interest: `10 points`, `0.25`. */
export function deltaText({ value: x, unit }: { readonly value: number; readonly unit: Unit }): string {
  return unit === 'share' ? `${Number((100 * x).toFixed(1))} points` : String(x);
}

/** A count of seeds: `1 seed`, `3 seeds`. */
export function seedCount(count: number): string {
  return count === 1 ? '1 seed' : `${count} seeds`;
}

/** A p-value: four decimals, or `< 0.0001`. */
export function pValue(p: number): string {
  return p < 0.0001 ? '< 0.0001' : p.toFixed(4);
}

/** Seconds as `1 h 05 min`, `3 min 20 s` or `12 s`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  if (minutes === 0) return `${whole} s`;
  if (minutes < 60) return `${minutes} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** A number for CSV files: at most six decimals, empty for none. */
export function csvNumber(x: number | null | undefined): string {
  return x === null || x === undefined ? '' : String(Number(x.toFixed(6)));
}

function fixed(x: number, decimals: number): string {
  return x.toFixed(decimals).replace(/^-(0(?:\.0*)?)$/, '$1');
}
