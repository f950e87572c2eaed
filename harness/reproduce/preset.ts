import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { RunConfig } from '../run/index.ts';
import type { Curriculum } from '../search/index.ts';

/** A curriculum and who trains by it, e.g. a model. */
export interface NamedCurriculum {
  readonly label: string;
  readonly curriculum: Curriculum;
}

/** A complete set of settings under a name, the paper's for example; `describe` prints it. */
export interface Preset {
  readonly id: string;
  readonly title: string;
  readonly config: RunConfig;
  /** Settings that a `RunConfig` has no field for. */
  readonly beyond: Readonly<Record<string, unknown>>;
  /** Deliberate differences from the paper, `id: sentence`. */
  readonly deviations: readonly string[];
  /** Sources of the values, by dotted path such as `adam.beta1`; a path speaks for all that lies below it. */
  readonly sources: Readonly<Record<string, string>>;
  readonly curricula: readonly NamedCurriculum[];
}

/**
 * The preset of a reproduction by its name.
 * @throws TwinZeroError `configuration` for a name it has not, or when it has no presets.
 */
export function presetNamed(
  { id, presets }: { readonly id: string; readonly presets?: () => readonly Preset[] },
  name: string,
): Preset {
  const known = presets?.() ?? [];
  const preset = known.find((one) => one.id === name);
  if (preset !== undefined) return preset;
  const names = known.map((one) => one.id).join(', ');
  throw new TwinZeroError(
    'configuration',
    known.length === 0
      ? `${id} has no presets; leave out --preset and --plot`
      : `${id} has no preset "${name}"; choose one of ${names}`,
  );
}

/** Source of a field's value, from the longest path that holds the field; undefined where none does. */
export function sourceOf({ sources }: Pick<Preset, 'sources'>, path: string): string | undefined {
  const holders = Object.keys(sources).filter((holder) => path === holder || path.startsWith(`${holder}.`));
  const [closest] = holders.toSorted((a, b) => b.length - a.length);
  return closest === undefined ? undefined : sources[closest];
}
