import { Random } from '../../../core/random.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { Weights } from '../folder/weights.ts';
import type { AdapterConfig } from './adapter-config.ts';
import type { AdapterSpec } from './adapter-spec.ts';
import { readAdapterTensors } from './adapter-tensors.ts';
import { initialAdapter } from './initial-adapter.ts';
import { type AdapterBase, readAdapterConfig } from './read-adapter-config.ts';
import { targetModules } from './target-modules.ts';

/** An adapter with its tensors; its `config` is that of the base with the adapter on it. */
export interface OpenAdapter extends Pick<AdapterConfig, 'baseModel'> {
  readonly weights: Weights;
}

/**
 * Makes or reads an adapter of a base.
 * @throws TwinZeroError `configuration` or `data` when a folder holds no adapter that this engine computes on that base.
 */
export async function openAdapter(spec: AdapterSpec, base: AdapterBase): Promise<OpenAdapter> {
  if ('folder' in spec) return readAdapter(spec.folder, base);
  const { rank, alpha, rankStabilised = false, seed = 0 } = spec;
  const targets = targetModules(spec.targetModules, base.config);
  if ('unclear' in targets)
    throw new TwinZeroError('internal', `no matrix of ${base.folder} is called ${targets.unclear}`);
  const adapter = { rank, alpha, rankStabilised, modules: targets.modules };
  const config = { ...base.config, adapter };
  const tensors = initialAdapter(config, Random.seeded(seed).fork('adapter'));
  return { baseModel: base.folder, weights: { config, tensors } };
}

/**
 * Reads the adapter of a PEFT folder.
 * @param mend advice for a broken folder; default: that for an adapter of the user's
 * @throws TwinZeroError as `openAdapter`.
 */
export async function readAdapter(folder: string, base: AdapterBase, mend?: string): Promise<OpenAdapter> {
  const { adapter, baseModel } = await readAdapterConfig(folder, base, mend);
  const config = { ...base.config, adapter };
  return { baseModel, weights: { config, tensors: await readAdapterTensors(folder, config, mend) } };
}
