import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { LoadOptions } from '../../engine.ts';
import type { ParameterState } from '../train/parameter-store.ts';
import type { ModelConfig } from './model-config.ts';
import { shapesOf } from './named-tensors.ts';
import { readOptimiser, removeOptimiser, saveOptimiser } from './optimiser-state.ts';
import type { ParameterShape } from './parameter-shapes.ts';
import { readCriticConfig } from './read-model-config.ts';
import { type FolderParts, saveFolder } from './save-folder.ts';
import { loadWeights, readWeights } from './weights.ts';

/** Advice for a checkpoint that is not whole; a run keeps the one before it. */
export const checkpointMend = "delete this step's folder to resume from the one before it";
const modelMend = 'copy or download the folder again';

/**
 * Writes a model folder with its optimiser, or without one. Weights never stand beside the optimiser of others: an
 * older one goes first, the new one comes last.
 * @throws TwinZeroError `engine` when the operating system refuses, `data` when a weight cannot be written.
 */
export async function saveTrainingState(
  folder: string,
  state: ParameterState,
  { optimiser, ...parts }: Omit<FolderParts, 'weights'> & { readonly optimiser: boolean },
): Promise<void> {
  await removeOptimiser(folder);
  await saveFolder(folder, { ...parts, weights: state.weights });
  if (optimiser) await saveOptimiser(folder, state, shapesOf(state.weights.tensors));
}

/**
 * Reads a policy, to take the place of one of `config`. Where its optimiser is required the folder is a checkpoint, whole
 * or refused; elsewhere one without an optimiser starts a fresh one.
 * @throws TwinZeroError `data` or `configuration` when the folder is broken, holds another model or lacks a required
 * optimiser.
 */
export async function readPolicyState(
  folder: string,
  config: ModelConfig,
  { optimiser }: LoadOptions = {},
): Promise<ParameterState> {
  const required = optimiser === 'required';
  const mend = required ? checkpointMend : undefined;
  const weights = await loadWeights(folder, mend);
  requireSameModel(folder, {
    found: weights.config,
    wanted: config,
    mend: mend ?? 'open an engine on it instead of loading it',
  });
  const shapes = shapesOf(weights.tensors);
  const expected = { shapes, required, fresh: optimiser === 'fresh', mend: mend ?? modelMend };
  return { weights, ...(await readOptimiser(folder, expected)) };
}

/**
 * Reads a critic's checkpoint, to take the place of one of `config`.
 * @throws TwinZeroError `data` or `configuration` when it is not whole or is that of another model.
 */
export async function readCriticState(
  folder: string,
  config: ModelConfig,
  parameters: readonly ParameterShape[],
): Promise<ParameterState> {
  requireSameModel(folder, {
    found: await readCriticConfig(folder, checkpointMend),
    wanted: config,
    mend: checkpointMend,
  });
  const weights = await readWeights(folder, { config, parameters, mend: checkpointMend });
  const expected = { shapes: parameters, required: true, mend: checkpointMend };
  return { weights, ...(await readOptimiser(folder, expected)) };
}

/** Fields of a configuration that decide what is computed. */
const computing = [
  'architecture',
  'vocabularySize',
  'hiddenSize',
  'layers',
  'heads',
  'keyValueHeads',
  'headSize',
  'mlpSize',
  'normEpsilon',
  'ropeTheta',
  'ropeScaling',
  'tiedEmbeddings',
] as const;

function requireSameModel(
  folder: string,
  {
    found,
    wanted,
    mend,
  }: { readonly found: ModelConfig; readonly wanted: ModelConfig; readonly mend: string },
): void {
  const other = differingField(found, wanted);
  if (other !== null) throw new TwinZeroError('data', `${folder} holds another model (${other}): ${mend}`);
}

function differingField(found: ModelConfig, wanted: ModelConfig): string | null {
  // Rotary scaling is an object.
  const shown = (config: ModelConfig, name: (typeof computing)[number]): string =>
    typeof config[name] === 'object' ? JSON.stringify(config[name]) : String(config[name]);
  const field = computing.find((name) => shown(found, name) !== shown(wanted, name));
  return field === undefined ? null : `${field} ${shown(found, field)}, not ${shown(wanted, field)}`;
}
