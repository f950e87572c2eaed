import { z } from 'zod';
import { absent } from './absent.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import { jsonCodec, jsonOnly, protobufType, type WireMessage } from './codec.ts';
import { modelInput } from './datum.ts';
import { protoMessage } from './public-proto.ts';
import { readNumbers, writeNumbers } from './raw-numbers.ts';
import { ofTopkMatrix, type ProtoTopk, topkPlaces, toTopkMatrix } from './topk.ts';

/** Sampling settings as the protocol has them. */
export const samplingParams = z.strictObject({
  /** Absent: what the context leaves. */
  max_tokens: absent(z.int()),
  seed: absent(z.int()),
  /** Texts or token ids; absent: the model's own end, an empty list: nothing. */
  stop: absent(z.union([z.string(), z.array(z.string()), z.array(z.int())])),
  temperature: z.number().default(1),
  /** -1 for all. */
  top_k: z.int().default(-1),
  top_p: z.number().default(1),
});

/** A `samplingParams`. */
export type WireSamplingParams = z.output<typeof samplingParams>;

/** Body of `asample`: from a sampling session, from saved weights or from a base model. */
export const sampleRequest = jsonOnly(
  z.strictObject({
    type: z.literal('sample').default('sample'),
    num_samples: z.int().positive().default(1),
    prompt: modelInput,
    sampling_params: samplingParams,
    base_model: absent(z.string()),
    model_path: absent(z.string()),
    sampling_session_id: absent(z.string()),
    seq_id: absent(z.int().nonnegative()),
    prompt_logprobs: absent(z.boolean()),
    topk_prompt_logprobs: z.int().nonnegative().default(0),
    topk_sample_logprobs: z.int().nonnegative().default(0),
    /** Since SDK 0.38; what a server here does not compute, and refuses. */
    target_prompt_logprobs: z.unknown().optional(),
    prompt_alt_tokens_k: z.int().nonnegative().default(0),
    prompt_logprobs_last_n: absent(z.int().positive()),
    record_stability_info: absent(z.boolean()),
  }),
);

/** Body of `asample`. */
export type SampleRequest = ReturnType<typeof sampleRequest.json.decode>;

const logprob = z.union([z.number(), z.null()]);
const response = z.object({
  sequences: z.array(
    z.object({
      stop_reason: z.enum(['stop', 'length']),
      tokens: z.array(z.int()),
      logprobs: absent(z.array(z.number())),
      topk_logprobs: absent(topkPlaces),
    }),
  ),
  /** Null where none was computed, as at the first token; some servers leave that one out and send one less. */
  prompt_logprobs: absent(z.array(logprob)),
  topk_prompt_logprobs: absent(topkPlaces),
});

/** Result of `asample`. */
export type SampleResponse = z.output<typeof response>;

interface ProtoSequence {
  /** 0 stop, 1 length. */
  readonly stopReason: number;
  readonly tokens: Uint8Array;
  readonly logprobs?: Uint8Array | undefined;
  readonly topkSampledLogprobs?: ProtoTopk | undefined;
}

interface ProtoResponse {
  readonly sequences: readonly ProtoSequence[];
  readonly promptLogprobs?: Uint8Array | undefined;
  readonly topkPromptLogprobs?: ProtoTopk | undefined;
  readonly promptCacheHitTokens: number;
}

const proto = protoMessage<ProtoResponse>('SampleResponse');
const reasons = ['stop', 'length'] as const;

/** Result of `asample`. */
export const sampleResponse: WireMessage<SampleResponse> = {
  json: jsonCodec(response),
  protobuf: {
    contentType: protobufType,
    encode: ({ sequences, prompt_logprobs: prompt, topk_prompt_logprobs: topk }) =>
      proto.encode({
        sequences: sequences.map((sequence) => ({
          stopReason: reasons.indexOf(sequence.stop_reason),
          tokens: writeNumbers(sequence.tokens, 'int32'),
          ...(sequence.logprobs !== undefined && { logprobs: writeNumbers(sequence.logprobs, 'float32') }),
          ...(sequence.topk_logprobs !== undefined && {
            topkSampledLogprobs: toTopkMatrix(sequence.topk_logprobs),
          }),
        })),
        ...(prompt !== undefined && {
          promptLogprobs: writeNumbers(
            prompt.map((value) => value ?? NaN),
            'float32',
          ),
        }),
        ...(topk !== undefined && { topkPromptLogprobs: toTopkMatrix(topk) }),
        promptCacheHitTokens: 0,
      }),
    decode: (body, where) => {
      const { sequences, promptLogprobs, topkPromptLogprobs } = proto.decode(body, where);
      return {
        sequences: sequences.map((sequence) => ofProtoSequence(sequence, where)),
        ...(promptLogprobs !== undefined && {
          prompt_logprobs: readNumbers(promptLogprobs, 'float32', where).map((value) =>
            Number.isNaN(value) ? null : value,
          ),
        }),
        ...(topkPromptLogprobs !== undefined && {
          topk_prompt_logprobs: ofTopkMatrix(topkPromptLogprobs, where),
        }),
      };
    },
  },
};

function reasonOf(number: number, where: string): (typeof reasons)[number] {
  const reason = reasons[number];
  if (reason === undefined) throw new TwinZeroError('data', `${where}: unknown stop reason ${number}`);
  return reason;
}

function ofProtoSequence(
  { stopReason, tokens, logprobs, topkSampledLogprobs }: ProtoSequence,
  where: string,
): SampleResponse['sequences'][number] {
  return {
    stop_reason: reasonOf(stopReason, where),
    tokens: [...readNumbers(tokens, 'int32', where)],
    ...(logprobs !== undefined && { logprobs: [...readNumbers(logprobs, 'float32', where)] }),
    ...(topkSampledLogprobs !== undefined && { topk_logprobs: ofTopkMatrix(topkSampledLogprobs, where) }),
  };
}
