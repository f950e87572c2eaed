import type { RunConfig } from '../run/index.ts';

/** A deliberate difference from a paper: marked `DEVIATION(<id>)` in the code, told in the report. */
export interface DeviationRule {
  /** In kebab-case, as in the mark. */
  readonly id: string;
  /** The reason, without the id; a function where it names a value of the configuration. */
  readonly sentence: string | ((config: RunConfig) => string);
  /** The configurations it holds for; default all. */
  readonly holds?: (config: RunConfig) => boolean;
}

/** The differences that a configuration has, `id: sentence`, in the order of the rules. */
export function deviationsOf(rules: readonly DeviationRule[], config: RunConfig): string[] {
  return rules
    .filter(({ holds }) => holds?.(config) ?? true)
    .map(({ id, sentence }) => `${id}: ${typeof sentence === 'string' ? sentence : sentence(config)}`);
}
