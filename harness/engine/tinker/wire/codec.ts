import type { z } from 'zod';
import { decodeUtf8 } from '../../../core/decode-utf8.ts';
import { parseJson } from '../../../core/parse-json.ts';

/** The two forms in which bodies travel; every server speaks JSON in some places, whatever it speaks in others. */
export type Dialect = 'json' | 'protobuf';

/** One message in one dialect. */
export interface Codec<Message> {
  /** Value of the header Content-Type. */
  readonly contentType: string;
  encode(message: Message): Uint8Array;
  /**
   * @param where names the body in the error, e.g. `the answer of http://127.0.0.1:8000/api/v1/asample`
   * @throws TwinZeroError `data` for a body that is not this message.
   */
  decode(body: Uint8Array, where: string): Message;
}

/** One message in both dialects; `protobuf` is null where the protocol has JSON alone. */
export interface WireMessage<Message> {
  readonly json: Codec<Message>;
  readonly protobuf: Codec<Message> | null;
}

/** Content-Type of bodies in JSON. */
export const jsonType = 'application/json';
/** Content-Type of bodies in protobuf, and the Accept that asks for them. */
export const protobufType = 'application/x-protobuf';

/** The codec of a message in a dialect: JSON where the message has no other. */
export function codecOf<Message>(message: WireMessage<Message>, dialect: Dialect): Codec<Message> {
  return dialect === 'json' ? message.json : (message.protobuf ?? message.json);
}

/** JSON bodies that a schema checks when they are read; `written` gives the value to be written. */
export function jsonCodec<Schema extends z.ZodType>(
  schema: Schema,
  written: (message: z.output<Schema>) => unknown = (message) => message,
): Codec<z.output<Schema>> {
  return {
    contentType: jsonType,
    encode: (message) => Buffer.from(JSON.stringify(written(message))),
    decode: (body, where) => parseJson(decodeUtf8(body, { file: where }), schema, { where }),
  };
}

/** A message that the protocol has in JSON alone. */
export function jsonOnly<Schema extends z.ZodType>(schema: Schema): WireMessage<z.output<Schema>> {
  return { json: jsonCodec(schema), protobuf: null };
}
