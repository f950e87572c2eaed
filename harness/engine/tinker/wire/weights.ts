import { z } from 'zod';
import { absent } from './absent.ts';
import { jsonOnly } from './codec.ts';

const place = {
  model_id: z.string(),
  seq_id: absent(z.int().nonnegative()),
  /** Seconds to keep it; null for ever. */
  ttl_seconds: absent(z.int().positive()),
  user_metadata: absent(z.record(z.string(), z.string())),
};

/** Body of `save_weights`: weights and optimiser, to train on from. */
export const saveWeightsRequest = jsonOnly(
  z.strictObject({
    ...place,
    /** Name of the checkpoint. */
    path: absent(z.string()),
    overwrite: z.boolean().default(false),
    type: z.literal('save_weights').default('save_weights'),
  }),
);

/** Result of `save_weights`, e.g. `tinker://model_1/weights/step-0003`. */
export const saveWeightsResponse = jsonOnly(
  z.object({ path: z.string(), type: z.literal('save_weights').default('save_weights') }),
);

/** Body of `save_weights_for_sampler`: under a name, or for one sampling session where there is no path. */
export const saveForSamplerRequest = jsonOnly(
  z.strictObject({
    ...place,
    path: absent(z.string()),
    sampling_session_seq_id: absent(z.int().nonnegative()),
    /** Since SDK 0.38: fixed weights, or those of the newest save. */
    kind: z.enum(['snapshot', 'inflight']).default('snapshot'),
    type: z.literal('save_weights_for_sampler').default('save_weights_for_sampler'),
  }),
);

/** Result of `save_weights_for_sampler`: the name, or the session that samples these weights. */
export const saveForSamplerResponse = jsonOnly(
  z.object({
    path: absent(z.string()),
    sampling_session_id: absent(z.string()),
    type: z.literal('save_weights_for_sampler').default('save_weights_for_sampler'),
  }),
);

/**
 * Body of `load_weights`: into a fresh model as its first request (`model_id`, `seq_id`), or making the model as it
 * loads (`session_id`, `model_seq_id`; since SDK 0.38).
 */
export const loadWeightsRequest = jsonOnly(
  z.strictObject({
    model_id: absent(z.string()),
    seq_id: absent(z.int().nonnegative()),
    session_id: absent(z.string()),
    model_seq_id: absent(z.int().nonnegative()),
    base_model: absent(z.string()),
    user_metadata: absent(z.record(z.string(), z.unknown())),
    path: z.string(),
    /** Whether the optimiser's state is loaded, too. */
    optimizer: z.boolean(),
    optimizer_config: absent(z.looseObject({ type: z.string() })),
    weights_access_token: absent(z.string()),
    type: z.literal('load_weights').default('load_weights'),
  }),
);

/** Body of `load_weights`. */
export type LoadWeightsRequest = ReturnType<typeof loadWeightsRequest.json.decode>;

/** Result of `load_weights`. */
export const loadWeightsResponse = jsonOnly(
  z.object({
    path: absent(z.string()),
    model_id: absent(z.string()),
    type: z.literal('load_weights').default('load_weights'),
  }),
);

/** Body of `weights_info`. */
export const weightsInfoRequest = jsonOnly(z.strictObject({ tinker_path: z.string() }));

/** Answer of `weights_info`: what a model must be to load them. */
export const weightsInfoResponse = jsonOnly(
  z.object({
    base_model: z.string(),
    is_lora: z.boolean(),
    lora_rank: absent(z.int()),
    train_unembed: absent(z.boolean()),
    train_mlp: absent(z.boolean()),
    train_attn: absent(z.boolean()),
  }),
);
