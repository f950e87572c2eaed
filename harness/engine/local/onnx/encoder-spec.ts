import { z } from 'zod';
import { folderFields, hubFields, sourceOf } from './onnx-fields.ts';
import { sourceName } from './onnx-options.ts';

/** An encoder of texts as data: an ONNX export for transformers.js, in a folder or on the hub. */
export const encoderSpec = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('onnx'), ...folderFields }),
  z.strictObject({ kind: z.literal('onnx-hub'), ...hubFields }),
]);
/** An `encoderSpec`. */
export type EncoderSpec = z.infer<typeof encoderSpec>;

/** The name of an encoder that may not be open. */
export function encoderName(spec: EncoderSpec): string {
  return sourceName(sourceOf(spec));
}
