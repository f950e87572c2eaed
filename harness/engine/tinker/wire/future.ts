import { z } from 'zod';
import { absent } from './absent.ts';
import { jsonOnly } from './codec.ts';

/** Acknowledgement of a request whose result comes later; some servers name the new model here already. */
export const acknowledgement = jsonOnly(
  z.object({
    request_id: z.string(),
    model_id: absent(z.string()),
    /** Since SDK 0.38, of `asample`: a name for each sequence to come. */
    sample_sequence_ids: absent(z.array(z.string())),
  }),
);

/** Body of `retrieve_future`. */
export const retrieveFutureRequest = jsonOnly(
  z.strictObject({
    request_id: z.string(),
    /** Whether the size will do where the result is large. */
    allow_metadata_only: z.boolean().default(false),
  }),
);

/** A result that is not there yet: ask again at once. */
export const tryAgain = z.object({
  type: z.literal('try_again'),
  request_id: absent(z.string()),
  queue_state: absent(z.string()),
  queue_state_reason: absent(z.string()),
});

/** A large result that has come: ask again, without `allow_metadata_only`. */
export const metadataOnly = z.object({
  status: z.literal('complete_metadata'),
  response_payload_size: absent(z.number()),
});

/** A request that failed for good, as the official service and others answer it. */
export const failed = z.union([
  z
    .object({ error: z.string(), category: absent(z.string()) })
    .transform(({ error, category }) => ({ error, category: category ?? 'unknown' })),
  z
    .object({ type: z.literal('RequestFailedResponse'), error_message: z.string() })
    .transform(({ error_message }) => ({ error: error_message, category: 'unknown' })),
]);

/** What an answer of `retrieve_future` in JSON says; `done` where it is none of the other three: the result itself. */
export type FutureState =
  | { readonly kind: 'pending'; readonly queueState: string; readonly reason: string | null }
  | { readonly kind: 'large'; readonly bytes: number }
  | { readonly kind: 'failed'; readonly error: string; readonly category: string }
  | { readonly kind: 'done' };

/** Sorts an answer of `retrieve_future` that came as JSON with a status of success or 408. */
export const futureState = jsonOnly(
  z.unknown().transform((body): FutureState => {
    const waits = tryAgain.safeParse(body);
    if (waits.success) {
      const { queue_state: state, queue_state_reason: reason } = waits.data;
      return { kind: 'pending', queueState: state ?? 'active', reason: reason ?? null };
    }
    const large = metadataOnly.safeParse(body);
    if (large.success) return { kind: 'large', bytes: large.data.response_payload_size ?? 0 };
    const lost = failed.safeParse(body);
    return lost.success ? { kind: 'failed', ...lost.data } : { kind: 'done' };
  }),
);
