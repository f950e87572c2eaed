import { z } from 'zod';
import { cacheFolder } from '../../../core/cache-folder.ts';
import { type OnnxDtype, onnxDtypes, type OnnxSource } from './onnx-options.ts';

/** Absent: `fp32`. */
const dtype = z.literal(Object.keys(onnxDtypes) as OnnxDtype[]).exactOptional();

/** Fields of a specification whose model is a folder. */
export const folderFields = { folder: z.string().min(1), dtype };

/** Fields of one whose model is on the hub; `main` moves, so a run that is to be repeated names a commit. */
export const hubFields = {
  model: z.string().regex(/^\w[\w.-]*\/\w[\w.-]*$/u, 'expected owner/name'),
  /** Absent: `main`. */
  revision: z
    .string()
    .regex(/^\w[\w.-]*$/u)
    .exactOptional(),
  dtype,
};

/** Where the files of a model with these fields are; those of the hub in `TWINZERO_HUB`, default a folder for caches. */
export function sourceOf(
  spec: { readonly folder: string } | { readonly model: string; readonly revision?: string },
): OnnxSource {
  if ('folder' in spec) return { folder: spec.folder };
  const cache = process.env['TWINZERO_HUB'] ?? cacheFolder('hub');
  return { model: spec.model, revision: spec.revision ?? 'main', cache };
}
