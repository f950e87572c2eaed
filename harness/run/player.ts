import type { EpisodeOptions } from '../rollout/index.ts';
import type { CurriculumPosition, OpenSearch } from '../search/index.ts';
import type { Kit } from './open-kit.ts';

/** Parts that every episode of a run is played with. */
export type Player = Pick<EpisodeOptions, 'engine' | 'codec' | 'protocol' | 'search' | 'limits' | 'answer'>;

/**
 * The player of a kit; by default it meets the search of evaluation.
 * @param position place in training, for a search under a curriculum; default its end.
 */
export function playerOf(
  {
    policy,
    protocol,
    search,
    config,
    answer,
  }: Pick<Kit, 'policy' | 'protocol' | 'search' | 'config' | 'answer'>,
  met: OpenSearch = search,
  position: CurriculumPosition = { step: config.steps, steps: config.steps },
): Player {
  return {
    engine: policy,
    codec: policy.codec,
    protocol,
    search: met.at(position),
    limits: config.limits,
    ...(answer !== undefined && { answer }),
  };
}
