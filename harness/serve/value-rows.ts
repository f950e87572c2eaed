import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { ValueDatum } from '../engine/index.ts';
import type { ForwardBackwardRequest } from '../engine/tinker/wire/index.ts';
import { datumColumn, type NamedDatum, readTokens, withLast } from './datum-column.ts';

/** A training request of a critic as the engine computes it. */
export interface ValueRows {
  readonly data: readonly ValueDatum[];
  /** Null where values are asked for alone. */
  readonly clip: number | null;
}

const inputs = ['target_tokens', 'weights', 'values', 'returns'] as const;

/** SkyRL's (`AlgorithmConfig.value_clip`). */
const defaultClip = 0.2;

/**
 * Reads a training request of a critic: SkyRL's loss `ppo_critic`, which there is also called `ppo`.
 * @throws TwinZeroError `configuration` for a loss or a setting that is not served, `data` for arrays that do not fit.
 */
export function valueRows({ forward_only: forwardOnly, input }: ForwardBackwardRequest): ValueRows {
  if (input.loss_fn !== 'ppo_critic' && input.loss_fn !== 'ppo')
    throw new TwinZeroError(
      'configuration',
      `a critic has no loss_fn ${JSON.stringify(input.loss_fn)}; give ppo_critic`,
    );
  const { value_clip: clip = defaultClip, ...others } = input.loss_fn_config ?? {};
  const [stray] = Object.keys(others);
  if (stray !== undefined || typeof clip !== 'number')
    throw new TwinZeroError(
      'configuration',
      `loss_fn_config of a critic has ${stray ?? `value_clip ${JSON.stringify(clip)}`}; give value_clip alone, a number`,
    );
  const needed = forwardOnly ? ['target_tokens'] : ['target_tokens', 'values', 'returns'];
  return {
    data: input.data.map((datum, i) => valueDatum({ datum, name: `datum ${i}` }, needed)),
    clip: forwardOnly ? null : clip,
  };
}

function valueDatum(named: NamedDatum, needed: readonly string[]): ValueDatum {
  const read = readTokens(named, { known: inputs, needed });
  const column = (key: (typeof inputs)[number], absent: number): number[] =>
    read.map((_, place) => datumColumn(named, key, absent)(place));
  // No state is valued after the last token, so that it may be any.
  const targets = column('target_tokens', 0);
  return {
    tokens: withLast(read, targets.at(-1) ?? 0),
    weights: column('weights', 1),
    returns: column('returns', 0),
    oldValues: column('values', 0),
  };
}
