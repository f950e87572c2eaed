import { z } from 'zod';
import { kind } from '../../core/kinds.ts';
import { createEmbeddedCritic, huggingFaceCodec, openEmbeddedPolicy } from '../late-imports.ts';
import type { PolicyEngine } from '../policy-engine.ts';
import { adapterName, adapterSpec } from './adapter/adapter-spec.ts';

/** Policies of Hugging Face folders, sampled and trained in this process. */
export const embeddedKind = kind(
  z.strictObject({
    kind: z.literal('embedded'),
    folder: z.string().min(1),
    /** Absent where the folder's weights themselves are the policy. */
    adapter: adapterSpec.exactOptional(),
    /** Name of one of the folder's chat templates; absent: `default`. */
    template: z.string().min(1).exactOptional(),
  }),
  ({ folder, adapter, ...named }): PolicyEngine => ({
    name: adapter === undefined ? folder : `${folder} with ${adapterName(adapter)}`,
    codec: () => huggingFaceCodec(folder, named),
    open: (place) => openEmbeddedPolicy({ folder, ...(adapter && { adapter }), ...place }),
    critic: () => (place) => createEmbeddedCritic({ ...place, folder }),
  }),
);
