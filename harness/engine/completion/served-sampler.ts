import { TwinZeroError } from '../../core/twin-zero-error.ts';
import type { Sampler } from '../engine.ts';
import type { FinishReason } from './reply-parts.ts';

/** Sampling through one way into a server. */
export interface ServedSampler extends Pick<Sampler, 'sample'> {
  /** True where it reports the most likely tokens. */
  readonly topLogprobs: boolean;
  /** Name of the way, for records. */
  readonly api: string;
}

/**
 * The end of a text, as a sampler tells it.
 * @throws TwinZeroError `engine` for one that broke off.
 */
export function requireEnded(reason: FinishReason): 'stop' | 'length' {
  if (reason === 'stop' || reason === 'length') return reason;
  throw new TwinZeroError(
    'engine',
    `the completion server broke off its text (${reason}); see what its log says of the request`,
  );
}
