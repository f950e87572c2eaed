import { TwinZeroError } from '../../../core/twin-zero-error.ts';

/** Element types TwinZero's graphs use, with ONNX's TensorProto.DataType numbers. */
export const onnxTypes = { float32: 1, int32: 6, int64: 7, bool: 9, float16: 10, bfloat16: 16 } as const;
export type OnnxType = keyof typeof onnxTypes;

/** A dimension: a size, or the name of one known only at run time. */
export type Dimension = number | string;

/** An integer, a float, a text, integers, or the body of a control-flow node. */
export type OnnxAttribute =
  number | { readonly float: number } | string | readonly number[] | { readonly graph: OnnxModel };

export interface OnnxNode {
  readonly op: string;
  readonly domain?: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
}

/** Part of a file, which ONNX Runtime maps into memory instead of reading it. */
export interface FileRange {
  /** Name in the folder that the session is opened with. */
  readonly file: string;
  /** Position of the first byte. */
  readonly start: number;
  readonly bytes: number;
}

export interface OnnxTensor {
  readonly name: string;
  readonly type: OnnxType;
  readonly shape: readonly number[];
  readonly data: Float32Array | BigInt64Array | FileRange;
}

export interface OnnxPort {
  readonly name: string;
  readonly type: OnnxType;
  readonly shape: readonly Dimension[];
}

export interface OnnxModel {
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly OnnxTensor[];
  readonly inputs: readonly OnnxPort[];
  readonly outputs: readonly OnnxPort[];
}

/**
 * Encodes a model as ONNX protobuf bytes (IR version 10, opset 21 and com.microsoft 1).
 *
 * Only the fields TwinZero needs are written; their numbers are those of onnx.proto3.
 */
export function encodeOnnxModel(model: OnnxModel): Uint8Array {
  const opset = (domain: string, version: number): Uint8Array =>
    bytesField(8, message([textField(1, domain), integerField(2, version)]));
  return message([
    integerField(1, 10),
    textField(2, 'twinzero'),
    ...longField(7, encodeGraph(model)),
    opset('', 21),
    opset('com.microsoft', 1),
  ]);
}

/** In pieces, so that the weights of a model are copied once, into its bytes. */
function encodeGraph(graph: OnnxModel): readonly Uint8Array[] {
  return [
    ...graph.nodes.map((node) => bytesField(1, encodeNode(node))),
    textField(2, 'twinzero'),
    ...graph.constants.flatMap((constant) => longField(5, encodeTensor(constant))),
    ...graph.inputs.map((port) => bytesField(11, encodePort(port))),
    ...graph.outputs.map((port) => bytesField(12, encodePort(port))),
  ];
}

function encodeNode(node: OnnxNode): Uint8Array {
  return message([
    ...node.inputs.map((name) => textField(1, name)),
    ...node.outputs.map((name) => textField(2, name)),
    textField(4, node.op),
    ...Object.entries(node.attributes ?? {}).map(([name, value]) =>
      bytesField(5, encodeAttribute(name, value)),
    ),
    ...(node.domain === undefined ? [] : [textField(7, node.domain)]),
  ]);
}

function encodeAttribute(name: string, value: OnnxAttribute): Uint8Array {
  const parts = [textField(1, name)];
  if (typeof value === 'number') parts.push(integerField(3, value), integerField(20, 2));
  else if (typeof value === 'string') parts.push(textField(4, value), integerField(20, 3));
  else if ('graph' in value) parts.push(...longField(6, encodeGraph(value.graph)), integerField(20, 5));
  else if ('float' in value) parts.push(floatField(2, value.float), integerField(20, 1));
  else parts.push(...value.map((item) => integerField(8, item)), integerField(20, 7));
  return message(parts);
}

function encodeTensor({ name, type, shape, data }: OnnxTensor): readonly Uint8Array[] {
  const fields = [
    ...shape.map((size) => integerField(1, size)),
    integerField(2, onnxTypes[type]),
    textField(8, name),
  ];
  if (!('file' in data))
    return [...fields, ...longField(9, [new Uint8Array(data.buffer, data.byteOffset, data.byteLength)])];
  const entries = { location: data.file, offset: `${data.start}`, length: `${data.bytes}` };
  return [
    ...fields,
    ...Object.entries(entries).map(([key, value]) =>
      bytesField(13, message([textField(1, key), textField(2, value)])),
    ),
    integerField(14, 1),
  ];
}

function encodePort(port: OnnxPort): Uint8Array {
  const shape = message(
    port.shape.map((size) =>
      bytesField(1, typeof size === 'number' ? integerField(1, size) : textField(2, size)),
    ),
  );
  const tensorType = message([integerField(1, onnxTypes[port.type]), bytesField(2, shape)]);
  return message([textField(1, port.name), bytesField(2, bytesField(1, tensorType))]);
}

function message(fields: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(fields.reduce((total, field) => total + field.length, 0));
  let offset = 0;
  for (const field of fields) {
    joined.set(field, offset);
    offset += field.length;
  }
  return joined;
}

function varint(value: number): number[] {
  if (!Number.isSafeInteger(value)) throw new TwinZeroError('internal', `not a protobuf integer: ${value}`);
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  return [...bytes, Number(rest)];
}

function integerField(field: number, value: number): Uint8Array {
  return Uint8Array.from([...varint(field * 8), ...varint(value)]);
}

function floatField(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return Uint8Array.from([...varint(field * 8 + 5), ...bytes]);
}

function bytesField(field: number, value: Uint8Array): Uint8Array {
  return message(longField(field, [value]));
}

/** A field of which the pieces are not joined yet. */
function longField(field: number, pieces: readonly Uint8Array[]): readonly Uint8Array[] {
  const length = pieces.reduce((total, piece) => total + piece.length, 0);
  return [Uint8Array.from([...varint(field * 8 + 2), ...varint(length)]), ...pieces];
}

function textField(field: number, value: string): Uint8Array {
  return bytesField(field, new TextEncoder().encode(value));
}
