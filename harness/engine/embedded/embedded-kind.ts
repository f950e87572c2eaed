import { z } from 'zod';
import { kind } from '../../core/kinds.ts';
import type { PolicyEngine } from '../policy-engine.ts';
import { huggingFaceCodec } from './text/hugging-face-codec.ts';
import { openEmbeddedPolicy } from './worker/embedded-policy.ts';

/** Policies of Hugging Face folders, sampled and trained in this process. */
export const embeddedKind = kind(
  z.strictObject({
    kind: z.literal('embedded'),
    folder: z.string().min(1),
    /** Name of one of the folder's chat templates; absent: `default`. */
    template: z.string().min(1).exactOptional(),
  }),
  ({ folder, ...named }): PolicyEngine => ({
    name: folder,
    codec: () => huggingFaceCodec(folder, named),
    open: (place) => openEmbeddedPolicy({ folder, ...place }),
  }),
);
