import { z } from 'zod';
import { kind } from '../../../core/kinds.ts';
import { huggingFaceCodec } from '../../embedded/text/hugging-face-codec.ts';
import type { PolicyEngine } from '../../policy-engine.ts';
import { hubFolder, codecFolder } from './load-onnx.ts';
import { type OnnxDtype, onnxDtypes, type OnnxSource, sourceName } from './onnx-options.ts';
import { openOnnxPolicy } from './open-onnx-policy.ts';
import { loadTransformers } from './transformers.ts';

const fields = {
  /** Absent: `fp32`. */
  dtype: z.literal(Object.keys(onnxDtypes) as OnnxDtype[]).exactOptional(),
  /** Name of one of the chat templates; absent: `default`. */
  template: z.string().min(1).exactOptional(),
};

interface Settings {
  readonly dtype?: OnnxDtype;
  readonly template?: string;
}

function onnxEngine(source: OnnxSource, { dtype = 'fp32', ...named }: Settings): PolicyEngine {
  return {
    name: sourceName(source),
    codec: async () => huggingFaceCodec(await codecFolder(source, loadTransformers), named),
    open: (place) => openOnnxPolicy({ ...place, source, dtype }),
  };
}

/** Policies of folders that were exported to ONNX for transformers.js, sampled in this process. */
export const onnxKind = kind(
  z.strictObject({ kind: z.literal('onnx'), folder: z.string().min(1), ...fields }),
  ({ folder, dtype, template }) =>
    onnxEngine({ folder }, { ...(dtype && { dtype }), ...(template !== undefined && { template }) }),
);

/** The same of the hub, by name and revision; `main` moves, so a run that is to be repeated names a commit. */
export const onnxHubKind = kind(
  z.strictObject({
    kind: z.literal('onnx-hub'),
    model: z.string().regex(/^\w[\w.-]*\/\w[\w.-]*$/u, 'expected owner/name'),
    /** Absent: `main`. */
    revision: z
      .string()
      .regex(/^\w[\w.-]*$/u)
      .exactOptional(),
    ...fields,
  }),
  ({ model, revision = 'main', dtype, template }) =>
    onnxEngine(
      { model, revision, cache: hubFolder() },
      { ...(dtype && { dtype }), ...(template !== undefined && { template }) },
    ),
);
