import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { accessing } from '../../../core/system-refusal.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { LoadOptions } from '../../engine.ts';
import { shapesOf } from '../folder/named-tensors.ts';
import { readOptimiser, removeOptimiser, saveOptimiser } from '../folder/optimiser-state.ts';
import { placeWhole } from '../folder/save-folder.ts';
import { checkpointMend } from '../folder/training-state.ts';
import { writeSafetensors } from '../folder/write-safetensors.ts';
import type { ParameterState } from '../train/parameter-store.ts';
import { adapterConfigFile, adapterConfigJson } from './adapter-config.ts';
import { adapterWeightsFile } from './adapter-tensors.ts';
import type { LowRankAdapter } from './low-rank-adapter.ts';
import { readAdapter } from './open-adapter.ts';
import type { AdapterBase } from './read-adapter-config.ts';

/**
 * Writes an adapter as a folder that the PEFT library and vLLM load, with its optimiser or without one. Weights never
 * stand beside the optimiser of others: an older one goes first, the new one comes last.
 * @throws TwinZeroError `engine` when the operating system refuses or a weight is not finite, `data` when one is beyond
 * float16.
 */
export async function saveAdapterState(
  folder: string,
  state: ParameterState,
  options: { readonly baseModel: string; readonly dtype: 'float32' | 'float16'; readonly optimiser: boolean },
): Promise<void> {
  const { config, tensors } = state.weights;
  const { baseModel, dtype, optimiser } = options;
  const adapter = adapterOf(config);
  await accessing({ path: folder, doing: 'written' }, 'engine', () => mkdir(folder, { recursive: true }));
  await removeOptimiser(folder);
  const text = `${JSON.stringify(adapterConfigJson({ adapter, baseModel }, config), null, 2)}\n`;
  await placeWhole(join(folder, adapterConfigFile), (part) => writeFile(part, text));
  await writeSafetensors(join(folder, adapterWeightsFile), tensors, dtype);
  if (optimiser) await saveOptimiser(folder, state, shapesOf(tensors));
}

/**
 * Reads an adapter, to take the place of the one that `current` has. Where its optimiser is required the folder is a
 * checkpoint, whole or refused; elsewhere one without an optimiser starts a fresh one.
 * @throws TwinZeroError `data` or `configuration` when the folder is broken, holds another adapter or none, or lacks a
 * required optimiser.
 */
export async function readAdapterState(
  folder: string,
  current: AdapterBase,
  { optimiser }: LoadOptions = {},
): Promise<ParameterState> {
  const required = optimiser === 'required';
  const mend = required ? checkpointMend : undefined;
  const { adapter: _, ...config } = current.config;
  const { weights } = await readAdapter(folder, { ...current, config }, mend);
  const other = difference(adapterOf(weights.config), adapterOf(current.config));
  if (other !== null)
    throw new TwinZeroError(
      'data',
      `${folder} holds another adapter (${other}): ${mend ?? 'open a policy on it instead of loading it'}`,
    );
  const shapes = shapesOf(weights.tensors);
  const advice = mend ?? 'copy or download the folder again';
  const expected = { shapes, required, fresh: optimiser === 'fresh', mend: advice };
  return { weights, ...(await readOptimiser(folder, expected)) };
}

function adapterOf({ adapter }: AdapterBase['config']): LowRankAdapter {
  if (adapter === undefined) throw new TwinZeroError('internal', 'the model has no adapter');
  return adapter;
}

function difference(found: LowRankAdapter, wanted: LowRankAdapter): string | null {
  for (const field of ['rank', 'alpha', 'rankStabilised'] as const)
    if (found[field] !== wanted[field]) return `${field} ${found[field]}, not ${wanted[field]}`;
  const apart = [found, wanted].map(({ modules }) => modules.join(', '));
  return apart[0] === apart[1] ? null : `modules ${apart[0]}, not ${apart[1]}`;
}
