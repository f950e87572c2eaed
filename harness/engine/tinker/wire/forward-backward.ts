import { z } from 'zod';
import { absent } from './absent.ts';
import { jsonCodec, protobufType, type WireMessage } from './codec.ts';
import { datum, ofProtoDatum, type ProtoDatum, toProtoDatum } from './datum.ts';
import { protoMessage } from './public-proto.ts';
import { type ProtoRecord, ofProtoRecords, toProtoRecord } from './array-record.ts';
import { tensor } from './tensor.ts';

const lossConfig = z.record(z.string(), z.union([z.number(), z.string()]));
const input = z.strictObject({
  data: z.array(datum),
  loss_fn: z.string(),
  loss_fn_config: absent(lossConfig),
});

/** What is computed of which data; `forward_only` leaves the gradients as they are. */
export interface ForwardBackwardRequest {
  readonly model_id: string;
  /** Place in the model's sequence of requests, from 1. */
  readonly seq_id?: number | undefined;
  readonly forward_only: boolean;
  readonly input: z.output<typeof input>;
}

interface ProtoRequest {
  readonly modelId: string;
  readonly seqId: number;
  readonly data: readonly ProtoDatum[];
  readonly lossFn: string;
  readonly lossFnConfig: Readonly<Record<string, number>>;
  readonly forwardOnly: boolean;
  readonly lossFnConfigV2: Readonly<
    Record<
      string,
      {
        readonly value:
          | { readonly case: 'number'; readonly value: number }
          | { readonly case: 'text'; readonly value: string }
          | { readonly case: undefined };
      }
    >
  >;
}

const protoRequest = protoMessage<ProtoRequest>('ForwardBackwardRequest');

/**
 * Body of `forward_backward`, and of `forward`, which in JSON is an endpoint of its own with another key and in protobuf
 * a flag. Numbers of the configuration are written in both of protobuf's maps: older servers read the first alone.
 */
export const forwardBackwardRequest: WireMessage<ForwardBackwardRequest> = {
  json: jsonCodec(
    z
      .strictObject({
        model_id: z.string(),
        seq_id: absent(z.int().nonnegative()),
        forward_backward_input: input.optional(),
        forward_input: input.optional(),
        type: z.string().optional(),
      })
      .transform(({ model_id, seq_id, forward_backward_input: both, forward_input: forward }, context) => {
        const of = both ?? forward;
        if (of !== undefined && (both === undefined || forward === undefined))
          return { model_id, seq_id, forward_only: both === undefined, input: of };
        context.addIssue('expected one of forward_backward_input and forward_input');
        return z.NEVER;
      }),
    ({ forward_only, input: of, ...rest }) =>
      forward_only ? { ...rest, forward_input: of } : { ...rest, forward_backward_input: of },
  ),
  protobuf: {
    contentType: protobufType,
    encode: ({ model_id, seq_id, forward_only, input: { data, loss_fn, loss_fn_config } }) =>
      protoRequest.encode({
        modelId: model_id,
        seqId: seq_id ?? 0,
        data: data.map(toProtoDatum),
        lossFn: loss_fn,
        lossFnConfig: Object.fromEntries(
          Object.entries(loss_fn_config ?? {}).filter(
            (entry): entry is [string, number] => typeof entry[1] === 'number',
          ),
        ),
        forwardOnly: forward_only,
        lossFnConfigV2: Object.fromEntries(
          Object.entries(loss_fn_config ?? {}).map(([name, value]) => [
            name,
            { value: typeof value === 'number' ? { case: 'number', value } : { case: 'text', value } },
          ]),
        ),
      }),
    decode: (body, where) => {
      const { modelId, seqId, data, lossFn, ...read } = protoRequest.decode(body, where);
      const newer = Object.entries(read.lossFnConfigV2).flatMap(([name, { value }]) =>
        value.case === undefined ? [] : [[name, value.value] as const],
      );
      return {
        model_id: modelId,
        // Protobuf cannot tell an absent number from 0, which no request has: they count from 1.
        ...(seqId !== 0 && { seq_id: seqId }),
        forward_only: read.forwardOnly,
        input: {
          data: data.map((one, i) => ofProtoDatum(one, `${where}, datum ${i}`)),
          loss_fn: lossFn,
          loss_fn_config: newer.length > 0 ? Object.fromEntries(newer) : { ...read.lossFnConfig },
        },
      };
    },
  },
};

const output = z.object({
  loss_fn_output_type: z.string(),
  loss_fn_outputs: z.array(z.record(z.string(), tensor)),
  metrics: z.record(z.string(), z.number().nullable()).default({}),
});

/**
 * Result of `forward_backward` and `forward`: for each datum its arrays, `logprobs` among them; metrics, whose names
 * end in how those of several chunks are merged, e.g. `loss:sum`.
 */
export type ForwardBackwardOutput = z.output<typeof output>;

interface ProtoOutput {
  readonly lossFnOutputType: string;
  readonly lossFnOutputs: readonly ProtoRecord[];
  readonly metrics: Readonly<Record<string, number>>;
}

const protoOutput = protoMessage<ProtoOutput>('ForwardBackwardOutput');

/** Result of `forward_backward` and `forward`. */
export const forwardBackwardOutput: WireMessage<ForwardBackwardOutput> = {
  json: jsonCodec(output),
  protobuf: {
    contentType: protobufType,
    encode: ({ loss_fn_output_type: type, loss_fn_outputs: outputs, metrics }) =>
      protoOutput.encode({
        lossFnOutputType: type,
        lossFnOutputs: outputs.length === 0 ? [] : [toProtoRecord(type, outputs)],
        metrics: Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, value ?? NaN])),
      }),
    decode: (body, where) => {
      const { lossFnOutputType, lossFnOutputs, metrics } = protoOutput.decode(body, where);
      return {
        loss_fn_output_type: lossFnOutputType,
        loss_fn_outputs: ofProtoRecords(lossFnOutputs, where),
        metrics: { ...metrics },
      };
    },
  },
};
