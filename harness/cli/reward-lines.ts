import type { EpisodeScore, RewardSpec } from '../reward/rewards.ts';

/**
 * The rewards of an episode, one a line: its value, its weight and what that pays, e.g. `format  0.5 x 2 = 1`; then the
 * total. One that lacks what it needs says what.
 */
export function rewardLines(specs: readonly RewardSpec[], { parts, total }: EpisodeScore): string[] {
  const width = Math.max(...specs.map(({ name }) => name.length), 'total'.length);
  const line = (name: string, text: string): string => `${name.padEnd(width)}  ${text}`;
  return [
    ...specs.map(({ name, weight }) => {
      const part = parts[name];
      if (part === undefined || 'missing' in part)
        return line(name, `not known: it needs ${part?.missing ?? 'a value'}`);
      if (weight === 0) return line(name, `${rounded(part.value)}, not paid`);
      return line(name, `${rounded(part.value)} x ${weight} = ${rounded(weight * part.value)}`);
    }),
    line('total', total === null ? 'not known' : rounded(total)),
  ];
}

/** With at most four decimals. */
function rounded(value: number): string {
  return String(Math.round(value * 1e4) / 1e4);
}
