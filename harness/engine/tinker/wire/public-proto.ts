import { createFileRegistry, create, type DescMessage, fromBinary, toBinary } from '@bufbuild/protobuf';
import {
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
  FileDescriptorProtoSchema,
} from '@bufbuild/protobuf/wkt';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';

const scalars = {
  string: Type.STRING,
  bytes: Type.BYTES,
  bool: Type.BOOL,
  double: Type.DOUBLE,
  int32: Type.INT32,
  int64: Type.INT64,
  uint32: Type.UINT32,
} as const;

/** A field: its number, its type (a scalar, a message or an enumeration) and how often it stands. */
interface Field {
  readonly number: number;
  readonly type: string;
  /** `optional` is known to be absent; `oneof:<name>` is one of those of that name; `map` has text as its keys. */
  readonly form: 'single' | 'optional' | 'repeated' | 'map' | `oneof:${string}`;
}

const field = (number: number, type: string, form: Field['form'] = 'single'): Field => ({
  number,
  type,
  form,
});

/**
 * The protocol's messages, proto3: names and numbers as in `tinker_public_pb2` of the Python package tinker 0.38.0.
 * What nobody reads here (images, audio, provenance, alternative tokens) is left out and skipped where it arrives.
 */
const messages: Readonly<Record<string, Readonly<Record<string, Field>>>> = {
  ForwardBackwardRequest: {
    model_id: field(1, 'string'),
    seq_id: field(2, 'int32'),
    data: field(3, 'Datum', 'repeated'),
    loss_fn: field(4, 'string'),
    loss_fn_config: field(5, 'double', 'map'),
    forward_only: field(6, 'bool'),
    loss_fn_config_v2: field(7, 'LossConfigValue', 'map'),
  },
  LossConfigValue: { number: field(1, 'double', 'oneof:value'), text: field(2, 'string', 'oneof:value') },
  Datum: { model_input: field(1, 'Chunk', 'repeated'), loss_fn_inputs: field(2, 'Tensor', 'map') },
  Chunk: {
    encoded_text: field(1, 'EncodedTextChunk', 'oneof:chunk'),
    image: field(2, 'OtherChunk', 'oneof:chunk'),
    dmel: field(3, 'OtherChunk', 'oneof:chunk'),
  },
  EncodedTextChunk: { tokens: field(1, 'bytes') },
  OtherChunk: {},
  Tensor: {
    dense: field(1, 'bytes', 'oneof:encoding'),
    sparse_csr: field(2, 'SparseCsr', 'oneof:encoding'),
    dtype: field(3, 'DType'),
    shape: field(4, 'int64', 'repeated'),
  },
  SparseCsr: {
    values: field(1, 'bytes'),
    crow_indices: field(2, 'bytes'),
    col_indices: field(3, 'bytes'),
  },
  ForwardBackwardOutput: {
    loss_fn_output_type: field(1, 'string'),
    loss_fn_outputs: field(2, 'ArrayRecord', 'repeated'),
    metrics: field(3, 'double', 'map'),
  },
  ArrayRecord: {
    type_tag: field(1, 'string'),
    fields: field(2, 'BatchedTensor', 'map'),
    num_datums: field(3, 'int64'),
  },
  BatchedTensor: {
    data: field(1, 'bytes'),
    offsets: field(2, 'bytes'),
    dtype: field(3, 'DType'),
    trailing_shape: field(4, 'int64', 'repeated'),
  },
  SampleResponse: {
    sequences: field(1, 'SampledSequence', 'repeated'),
    prompt_logprobs: field(2, 'bytes', 'optional'),
    topk_prompt_logprobs: field(3, 'TopkLogprobs', 'optional'),
    prompt_cache_hit_tokens: field(4, 'int32'),
  },
  SampledSequence: {
    stop_reason: field(1, 'StopReason'),
    tokens: field(2, 'bytes'),
    logprobs: field(3, 'bytes', 'optional'),
    topk_sampled_logprobs: field(4, 'TopkLogprobs', 'optional'),
  },
  TopkLogprobs: {
    token_ids: field(1, 'bytes'),
    logprobs: field(2, 'bytes'),
    k: field(3, 'uint32'),
    length: field(4, 'uint32'),
  },
};

const enumerations: Readonly<Record<string, readonly string[]>> = {
  DType: ['DTYPE_UNSPECIFIED', 'DTYPE_FLOAT32', 'DTYPE_INT64', 'DTYPE_INT32', 'DTYPE_BFLOAT16'],
  StopReason: ['STOP_REASON_STOP', 'STOP_REASON_LENGTH'],
};

const packageName = 'tinker_public';

/** A message's fields as a descriptor: proto3's optional is a oneof of one, a map is a repeated nested entry. */
function describe(name: string, fields: Readonly<Record<string, Field>>): object {
  const entries = Object.entries(fields);
  const oneofs = [
    ...new Set(entries.flatMap(([, { form }]) => (form.startsWith('oneof:') ? [form.slice(6)] : []))),
    ...entries.flatMap(([key, { form }]) => (form === 'optional' ? [`_${key}`] : [])),
  ];
  const maps = entries.filter(([, { form }]) => form === 'map');
  return {
    name,
    field: entries.map(([key, { number, type, form }]) => {
      const entry = form === 'map' ? `${name}.${entryName(key)}` : type;
      const oneof = form === 'optional' ? `_${key}` : form.slice(6);
      return {
        name: key,
        number,
        label: form === 'repeated' || form === 'map' ? Label.REPEATED : Label.OPTIONAL,
        ...typed(entry),
        ...(oneofs.includes(oneof) && { oneofIndex: oneofs.indexOf(oneof) }),
        ...(form === 'optional' && { proto3Optional: true }),
      };
    }),
    oneofDecl: oneofs.map((oneof) => ({ name: oneof })),
    nestedType: maps.map(([key, { type }]) => ({
      name: entryName(key),
      field: [
        { name: 'key', number: 1, label: Label.OPTIONAL, ...typed('string') },
        { name: 'value', number: 2, label: Label.OPTIONAL, ...typed(type) },
      ],
      options: { mapEntry: true },
    })),
  };
}

/** E.g. `LossFnInputsEntry` for `loss_fn_inputs`, as protoc names it. */
function entryName(key: string): string {
  const words = key.split('_').map((word) => word.slice(0, 1).toUpperCase() + word.slice(1));
  return `${words.join('')}Entry`;
}

function typed(type: string): { readonly type: Type; readonly typeName?: string } {
  const scalar = (scalars as Readonly<Record<string, Type>>)[type];
  if (scalar !== undefined) return { type: scalar };
  return { type: type in enumerations ? Type.ENUM : Type.MESSAGE, typeName: `.${packageName}.${type}` };
}

const registry = createFileRegistry(
  create(FileDescriptorProtoSchema, {
    name: 'tinker_public.proto',
    package: packageName,
    syntax: 'proto3',
    messageType: Object.entries(messages).map(([name, fields]) => describe(name, fields)),
    enumType: Object.entries(enumerations).map(([name, values]) => ({
      name,
      value: values.map((value, number) => ({ name: value, number })),
    })),
  }),
  () => undefined,
);

/** Bytes of one protobuf message and back; `Shape` has its fields in camel case, as the runtime names them. */
export interface ProtoMessage<Shape> {
  encode(message: Shape): Uint8Array;
  /** @throws TwinZeroError `data` for bytes that are no such message. */
  decode(body: Uint8Array, where: string): Shape;
}

/** The message of this name; `Shape` is the caller's word for the table above. */
export function protoMessage<Shape extends object>(name: string): ProtoMessage<Shape> {
  const found = registry.getMessage(`${packageName}.${name}`);
  if (found === undefined) throw new Error(`no message ${name}`);
  const schema: DescMessage = found;
  return {
    encode: (message) => toBinary(schema, create(schema, message as Record<string, unknown>)),
    decode: (body, where) => {
      try {
        return fromBinary(schema, body) as unknown as Shape;
      } catch (cause) {
        throw new TwinZeroError('data', `${where}: no protobuf ${name} (${(cause as Error).message})`, {
          cause,
        });
      }
    },
  };
}
