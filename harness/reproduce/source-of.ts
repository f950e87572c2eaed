import type { Preset } from './preset.ts';

/** Where a field's value is from: what the longest path that holds the field says; undefined where none does. */
export function sourceOf({ sources }: Pick<Preset, 'sources'>, path: string): string | undefined {
  const holders = Object.keys(sources).filter((holder) => path === holder || path.startsWith(`${holder}.`));
  const [closest] = holders.toSorted((a, b) => b.length - a.length);
  return closest === undefined ? undefined : sources[closest];
}
