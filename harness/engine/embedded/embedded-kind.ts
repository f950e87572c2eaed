import { z } from 'zod';
import { kind } from '../../core/kinds.ts';
import type { PolicyEngine } from '../policy-engine.ts';
import { adapterName, adapterSpec } from './adapter/adapter-spec.ts';
import { huggingFaceCodec } from './text/hugging-face-codec.ts';
import { openEmbeddedPolicy } from './worker/embedded-policy.ts';

/** Policies of Hugging Face folders, sampled and trained in this process. */
export const embeddedKind = kind(
  z.strictObject({
    kind: z.literal('embedded'),
    folder: z.string().min(1),
    /** Name of one of the folder's chat templates; absent: `default`. */
    template: z.string().min(1).exactOptional(),
    /** Absent where the folder's weights themselves are the policy. */
    adapter: adapterSpec.exactOptional(),
  }),
  ({ folder, template, adapter }): PolicyEngine => ({
    name: adapter === undefined ? folder : `${folder} with ${adapterName(adapter)}`,
    codec: () => huggingFaceCodec(folder, template === undefined ? {} : { template }),
    open: (place) => openEmbeddedPolicy({ folder, ...(adapter && { adapter }), ...place }),
  }),
);
