import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { LoadOptions, SaveOptions } from '../../engine.ts';
import { readAdapterState, saveAdapterState } from '../adapter/adapter-state.ts';
import { mergedWeights } from '../adapter/merged-weights.ts';
import { MappedWeights } from '../folder/mapped-weights.ts';
import { readPolicyState, saveTrainingState } from '../folder/training-state.ts';
import type { ParameterState } from '../train/parameter-store.ts';
import type { OpenModel } from './open-model.ts';

/** Folders that hold what training changes of one policy: its weights, or the adapter on them. */
export interface PolicyFolders {
  save(folder: string, state: ParameterState, options: SaveOptions): Promise<void>;
  read(folder: string, options?: LoadOptions): Promise<ParameterState>;
}

/** The folders of a policy opened from `source`. */
export function policyFolders({ base, weights, baseModel }: OpenModel, source: string): PolicyFolders {
  const { config } = weights;
  if (base === null)
    return {
      save: (folder, state, { dtype = 'float32', optimiser = false }) =>
        saveTrainingState(folder, state, { source, dtype, optimiser }),
      read: (folder, options) => readPolicyState(folder, config, options),
    };
  return {
    save: async (folder, state, { dtype = 'float32', optimiser = false, merged = false }) => {
      if (!merged) return saveAdapterState(folder, state, { baseModel, dtype, optimiser });
      if (optimiser)
        throw new TwinZeroError(
          'configuration',
          `${folder} cannot hold merged weights and an optimiser, which is the adapter's: save one without the other`,
        );
      const parts = { source, dtype, optimiser: false };
      const under = base instanceof MappedWeights ? await base.read() : base;
      return saveTrainingState(folder, { ...state, weights: mergedWeights(under, state.weights) }, parts);
    },
    read: (folder, options) => readAdapterState(folder, { config, folder: source }, options),
  };
}
