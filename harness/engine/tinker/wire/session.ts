import { z } from 'zod';
import { absent } from './absent.ts';
import { jsonOnly } from './codec.ts';

/** Body of `create_session`; the hosted service refuses keys that it does not know. */
export const createSessionRequest = jsonOnly(
  z.strictObject({
    tags: z.array(z.string()).default([]),
    user_metadata: absent(z.record(z.string(), z.unknown())),
    sdk_version: z.string().optional(),
    project_id: absent(z.string()),
    display_name: absent(z.string()),
    type: z.literal('create_session').default('create_session'),
  }),
);

/** Answer of `create_session`; its messages are for people. */
export const createSessionResponse = jsonOnly(
  z.object({
    type: z.literal('create_session').default('create_session'),
    session_id: z.string(),
    info_message: absent(z.string()),
    warning_message: absent(z.string()),
    error_message: absent(z.string()),
  }),
);

/** Body of `session_heartbeat`, due every ten seconds. */
export const heartbeatRequest = jsonOnly(
  z.strictObject({
    session_id: z.string(),
    type: z.literal('session_heartbeat').default('session_heartbeat'),
  }),
);

/** Answer of `session_heartbeat`. */
export const heartbeatResponse = jsonOnly(z.object({ type: z.literal('session_heartbeat') }));

/** Body of `create_sampling_session`: from saved weights, else from a base model. */
export const createSamplingSessionRequest = jsonOnly(
  z.strictObject({
    session_id: z.string(),
    sampling_session_seq_id: z.int().nonnegative(),
    base_model: absent(z.string()),
    model_path: absent(z.string()),
    type: z.literal('create_sampling_session').default('create_sampling_session'),
  }),
);

/** Answer of `create_sampling_session`. */
export const createSamplingSessionResponse = jsonOnly(
  z.object({
    sampling_session_id: z.string(),
    type: z.literal('create_sampling_session').default('create_sampling_session'),
  }),
);

/** Answer of `GET samplers/{id}`. */
export const samplerResponse = jsonOnly(
  z.object({ sampler_id: z.string(), base_model: z.string(), model_path: absent(z.string()) }),
);
