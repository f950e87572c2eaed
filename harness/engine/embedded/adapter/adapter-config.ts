import type { LowRankAdapter } from './low-rank-adapter.ts';
import type { ModelConfig } from '../folder/model-config.ts';
import { shortTargets } from './target-modules.ts';

/** An adapter as its `adapter_config.json` describes it. */
export interface AdapterConfig {
  readonly adapter: LowRankAdapter;
  /** Name of the base it was made on. A note for other programs: here shapes decide whether a base fits. */
  readonly baseModel: string;
}

/** Name of the description in a PEFT folder. */
export const adapterConfigFile = 'adapter_config.json';

/** The `adapter_config.json` from which the PEFT library makes the same adapter on a model. */
export function adapterConfigJson(
  { adapter, baseModel }: AdapterConfig,
  config: ModelConfig,
): Record<string, unknown> {
  return {
    peft_type: 'LORA',
    task_type: 'CAUSAL_LM',
    base_model_name_or_path: baseModel,
    r: adapter.rank,
    lora_alpha: adapter.alpha,
    use_rslora: adapter.rankStabilised,
    target_modules: shortTargets(adapter.modules, config),
    lora_dropout: 0,
    bias: 'none',
    fan_in_fan_out: false,
    init_lora_weights: true,
    inference_mode: true,
    modules_to_save: null,
    use_dora: false,
  };
}
