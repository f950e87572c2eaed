import { findDataset } from '../data/find-datasets.ts';
import { type OwnFiles, ownName } from '../data/own/own-files.ts';
import type { RunConfig } from '../run/index.ts';
import type { SearchSpec } from '../search/index.ts';
import type { Reproduction } from './reproduction.ts';

/** Data in place of a reproduction's own. */
export interface OtherData {
  /** Null for the data set of the reproduction. */
  readonly dataset: string | null;
  readonly files: OwnFiles | undefined;
}

/**
 * A reproduction whose runs ask the questions of another data set, or search another corpus. The extended set belongs to
 * the data set it was made with and is not played; noise is drawn from a corpus, and left out where there is none.
 * @throws TwinZeroError `configuration` for an unknown data set.
 */
export async function overDataset(
  reproduction: Reproduction,
  { dataset: name, files }: OtherData,
): Promise<Reproduction> {
  if (name === null && files === undefined) return reproduction;
  const found = name === null || name === ownName ? null : await findDataset(name);
  const noisy = files?.corpus !== undefined || found?.corpus !== 'none';
  const searched = (spec: SearchSpec): SearchSpec => (noisy ? spec : withoutNoise(spec));
  const over = (config: RunConfig): RunConfig => {
    const { evaluation, trainingSearch, ...rest } = config;
    const { extended: _, ...samples } = evaluation ?? { samples: 0 };
    return {
      ...rest,
      dataset: name ?? config.dataset,
      search: searched(config.search),
      ...(trainingSearch && { trainingSearch: searched(trainingSearch) }),
      ...(evaluation && { evaluation: samples }),
    };
  };
  return {
    ...reproduction,
    base: (scale) => over(reproduction.base(scale)),
    // An arm may change what is asked, too.
    arms: reproduction.arms.map((arm) => ({ ...arm, change: (base) => over(arm.change(base)) })),
  };
}

function withoutNoise(spec: SearchSpec): SearchSpec {
  if (!('of' in spec) || spec.of === undefined) return spec;
  return spec.kind === 'noise' ? withoutNoise(spec.of) : { ...spec, of: withoutNoise(spec.of) };
}
