import { z } from 'zod';
import { absent } from './absent.ts';
import { jsonOnly } from './codec.ts';

/** Body of `client/config`; whatever else a client tells of itself is of no use here. */
export const clientConfigRequest = jsonOnly(z.looseObject({ sdk_version: z.string().optional() }));

/**
 * Answer of `client/config`: what the server asks of its clients. Defaults are those of the official client
 * (`types/client_config_response.py`, tinker 0.38.0), for servers that leave a flag out.
 */
export const clientConfig = jsonOnly(
  z.object({
    pjwt_auth_enabled: z.boolean().default(false),
    /** Most data in one training request. */
    fwdbwd_max_chunk_len: z.int().positive().default(1024),
    /** Most bytes of one training request. */
    fwdbwd_max_chunk_bytes_count: z.int().positive().default(5_000_000),
    /** Whether parts of one call may be posted at once: the server then puts them in order itself. */
    parallel_fwdbwd_chunks: z.boolean().default(true),
    fwdbwd_dispatch_bytes_semaphore_size: z.int().positive().default(50_000_000),
    sample_dispatch_bytes_semaphore_size: z
      .int()
      .positive()
      .default(10 * 2 ** 20),
    inflight_response_bytes_semaphore_size: z
      .int()
      .positive()
      .default(50 * 2 ** 20),
    sample_max_concurrent_requests: z.int().positive().default(2000),
    /** Whether training requests in protobuf are to be compressed with zstd. */
    proto_compress_fwdbwd: z.boolean().default(false),
    billing_exception_max_pause_duration_sec: z.number().nonnegative().default(3600),
  }),
);

/** Answer of `client/dynamic_config`: what a client asks for again every so often (since SDK 0.38). */
export const dynamicConfig = jsonOnly(
  z.object({
    refresh_interval_sec: z.int().positive().default(300),
    /** Whether a client says that it no longer wants a sample (`cancel_future`). */
    sample_cancel_enabled: z.boolean().default(false),
  }),
);

/** Answer of `healthz`: `ok`, or `ready`. */
export const health = jsonOnly(z.object({ status: z.string() }));

/** Answer of `get_server_capabilities`; a server may leave out all but the name. */
export const capabilities = jsonOnly(
  z.object({
    supported_models: z.array(
      z.object({
        model_name: absent(z.string()),
        max_context_length: absent(z.int().positive()),
        trainable: absent(z.boolean()),
        sampleable: absent(z.boolean()),
      }),
    ),
  }),
);

/** A refusal, under whichever of the names servers give it. */
export const refusal = jsonOnly(
  z
    .looseObject({
      detail: z.unknown(),
      error: z.unknown(),
      error_message: z.unknown(),
      message: z.unknown(),
    })
    .partial()
    .transform((body) => {
      const said = [body.detail, body.error, body.error_message, body.message].find(
        (one) => one !== undefined && one !== null,
      );
      return { reason: typeof said === 'string' ? said : JSON.stringify(said ?? body) };
    }),
);
