import { measureVerdicts, type VerdictCell } from './measure-verdicts.ts';
import type { World } from './world.ts';
import { worlds } from './worlds.ts';

/** Settings of an assay of the verdict rule. */
export interface AssaySettings {
  /** Comparisons drawn for each world, effect and count of seeds. */
  readonly replicates: number;
  readonly seed: number;
  /** Counts of seeds an arm. */
  readonly seeds: readonly number[];
  /** Held-out chunks of two questions. */
  readonly chunks: number;
}

/** How often the shipped verdict rule is right and wrong, where the truth is known. */
export interface VerdictAssay extends AssaySettings {
  readonly worlds: readonly Pick<World, 'id' | 'label' | 'unit' | 'deltas' | 'effects'>[];
  readonly cells: readonly VerdictCell[];
}

/**
 * Judges simulated comparisons of every world at every effect and count of seeds; the same settings give the same
 * numbers.
 * @param onWorld hears of each world when it is done.
 */
export function assayVerdicts(
  settings: AssaySettings,
  onWorld: (label: string) => void = () => {},
): VerdictAssay {
  const { replicates, seed, seeds, chunks } = settings;
  const cells = worlds.flatMap((world) => {
    const designs = [0, ...world.effects].flatMap((effect) =>
      seeds.map((count) => ({ seeds: count, chunks, effect })),
    );
    const found = designs.flatMap((design) => measureVerdicts(world, { design, replicates, seed }));
    onWorld(world.label);
    return found;
  });
  return {
    replicates,
    seed,
    seeds,
    chunks,
    worlds: worlds.map(({ id, label, unit, deltas, effects }) => ({ id, label, unit, deltas, effects })),
    cells,
  };
}
