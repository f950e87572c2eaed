import { z } from 'zod';
import { kind } from '../../../core/kinds.ts';
import { huggingFaceCodec, openOnnxPolicy } from '../../late-imports.ts';
import type { PolicyEngine } from '../../policy-engine.ts';
import { folderFields, hubFields, sourceOf } from './onnx-fields.ts';
import { type OnnxDtype, type OnnxSource, sourceName } from './onnx-options.ts';

/** Name of one of the chat templates; absent: `default`. */
const template = z.string().min(1).exactOptional();

interface Settings {
  readonly dtype?: OnnxDtype;
  readonly template?: string;
}

function onnxEngine(source: OnnxSource, { dtype = 'fp32', template: name }: Settings): PolicyEngine {
  const named = name === undefined ? {} : { template: name };
  return {
    name: sourceName(source),
    codec: async () => {
      const [{ codecFolder }, { loadTransformers }] = await Promise.all([
        import('./load-onnx.ts'),
        import('./transformers.ts'),
      ]);
      return huggingFaceCodec(await codecFolder(source, loadTransformers), named);
    },
    open: (place) => openOnnxPolicy({ ...place, source, dtype }),
  };
}

/** Policies of folders that were exported to ONNX for transformers.js, sampled in this process. */
export const onnxKind = kind(z.strictObject({ kind: z.literal('onnx'), ...folderFields, template }), (spec) =>
  onnxEngine(sourceOf(spec), spec),
);

/** The same of the hub, by name and revision. */
export const onnxHubKind = kind(
  z.strictObject({ kind: z.literal('onnx-hub'), ...hubFields, template }),
  (spec) => onnxEngine(sourceOf(spec), spec),
);
