import type { Random } from '../core/random.ts';
import type { Engine, SampleParams } from '../engine/engine.ts';
import type { TextCodec } from '../engine/text-codec.ts';
import type { SearchBackend } from '../search/search-backend.ts';
import type { Limits } from './limits.ts';
import type { Protocol } from './protocol.ts';

/** Everything an episode is played with. */
export interface EpisodeOptions {
  /** `<step>/<question id>/<sample>`. */
  readonly id: string;
  /** Index among the samples of its question, from 0. */
  readonly sample: number;
  readonly engine: Pick<Engine, 'sample'>;
  readonly codec: TextCodec;
  readonly protocol: Protocol;
  readonly search: SearchBackend;
  readonly limits: Limits;
  readonly sampling: Pick<SampleParams, 'temperature' | 'topP' | 'topK'>;
  /** Keyed by (seed, purpose, step, question, sample). */
  readonly random: Random;
}
