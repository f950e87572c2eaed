import { openAdapter } from '../adapter/open-adapter.ts';
import { loadWeights, type Weights } from '../folder/weights.ts';
import type { EmbeddedOptions } from '../session/embedded-options.ts';

/** What a policy computes with. */
export interface OpenModel {
  /** What training changes: the model's weights, or those of the adapter on it. */
  readonly weights: Weights;
  /** The weights under an adapter, which stay as they are; null without one. */
  readonly base: Weights | null;
  /** Name of the base that goes with a saved adapter. */
  readonly baseModel: string;
}

/**
 * Reads the model of a folder, and reads or makes the adapter on it.
 * @throws TwinZeroError `configuration` or `data` when a folder cannot be used.
 */
export async function openModel({
  folder,
  adapter,
}: Pick<EmbeddedOptions, 'folder' | 'adapter'>): Promise<OpenModel> {
  const model = await loadWeights(folder);
  if (adapter === undefined) return { weights: model, base: null, baseModel: folder };
  return { base: model, ...(await openAdapter(adapter, { config: model.config, folder })) };
}
