import type { AdamParams } from '../../engine.ts';
import { z } from 'zod';
import { absent } from './absent.ts';
import { jsonOnly } from './codec.ts';

/** A low-rank adapter; rank 0 is SkyRL's word for training all weights. */
export const loraConfig = z.object({
  rank: z.int().nonnegative(),
  seed: absent(z.int().nonnegative()),
  train_unembed: z.boolean().default(true),
  train_mlp: z.boolean().default(true),
  train_attn: z.boolean().default(true),
});

/** A `loraConfig`. */
export type LoraConfig = z.output<typeof loraConfig>;

const optimizerConfig = z.looseObject({ type: z.string() });

/** Body of `create_model`. */
export const createModelRequest = jsonOnly(
  z.strictObject({
    session_id: z.string(),
    /** Counts 0, 1, 2 within the session. */
    model_seq_id: z.int().nonnegative().default(0),
    base_model: z.string(),
    user_metadata: absent(z.record(z.string(), z.unknown())),
    lora_config: absent(loraConfig.strict()),
    /** Since SDK 0.38; AdamW where absent. */
    optimizer_config: absent(optimizerConfig),
    /** SkyRL's: `critic` makes a model of values. */
    model_role: absent(z.string()),
    type: z.literal('create_model').default('create_model'),
  }),
);

/** Body of `create_model`. */
export type CreateModelRequest = ReturnType<typeof createModelRequest.json.decode>;

/** Result of `create_model`; what the model came to be where the server says so. */
export const createModelResponse = jsonOnly(
  z.object({
    model_id: z.string(),
    type: z.literal('create_model').default('create_model'),
    base_model: absent(z.string()),
    lora_config: absent(loraConfig.partial()),
  }),
);

/** Body of `get_info` and `unload_model`. */
export const modelRequest = jsonOnly(
  z.strictObject({ model_id: z.string(), type: z.enum(['get_info', 'unload_model']).optional() }),
);

/** Answer of `get_info`. */
export const getInfoResponse = jsonOnly(
  z.object({
    type: z.literal('get_info').default('get_info'),
    model_id: z.string(),
    model_data: z.object({
      arch: absent(z.string()),
      model_name: absent(z.string()),
      tokenizer_id: absent(z.string()),
      base_model: absent(z.string()),
    }),
    is_lora: absent(z.boolean()),
    lora_rank: absent(z.int()),
    model_name: absent(z.string()),
  }),
);

/** Result of `unload_model`. */
export const unloadModelResponse = jsonOnly(
  z.object({ model_id: z.string(), type: z.literal('unload_model').default('unload_model') }),
);

/** Settings of an AdamW step, decoupled decay; the defaults are the protocol's. */
export const adamParams = z.strictObject({
  learning_rate: z.number().default(1e-4),
  beta1: z.number().default(0.9),
  beta2: z.number().default(0.95),
  eps: z.number().default(1e-12),
  weight_decay: z.number().default(0),
  /** 0 for no clipping. */
  grad_clip_norm: z.number().default(0),
});

/** An `adamParams`. */
export type WireAdamParams = z.output<typeof adamParams>;

/** The settings of a step as an engine takes them; a bound of 0 is none. */
export function engineAdam(adam: WireAdamParams): AdamParams {
  return {
    learningRate: adam.learning_rate,
    beta1: adam.beta1,
    beta2: adam.beta2,
    epsilon: adam.eps,
    weightDecay: adam.weight_decay,
    ...(adam.grad_clip_norm > 0 && { maxGradNorm: adam.grad_clip_norm }),
  };
}

/** Body of `optim_step`. */
export const optimStepRequest = jsonOnly(
  z.strictObject({
    model_id: z.string(),
    seq_id: absent(z.int().nonnegative()),
    adam_params: adamParams,
    type: z.literal('optim_step').default('optim_step'),
  }),
);

/** Result of `optim_step`; names of metrics are each server's own, e.g. `skyrl.ai/grad_norm`. */
export const optimStepResponse = jsonOnly(
  z.object({ metrics: absent(z.record(z.string(), z.number().nullable())) }),
);
