import type { Engine } from '../engine/engine.ts';
import type { EpisodeOptions } from '../rollout/tape.ts';

/** Parts that every episode of a run is played with; the engine's profile says how many at once. */
export interface Player extends Pick<EpisodeOptions, 'codec' | 'protocol' | 'search' | 'limits'> {
  readonly engine: Pick<Engine, 'sample' | 'profile'>;
}
