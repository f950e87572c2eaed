import { z } from 'zod';
import { kind } from '../../../core/kinds.ts';
import type { PolicyEngine } from '../../policy-engine.ts';
import { ggufCodec } from './gguf-codec.ts';
import { loadGguf } from './load-gguf.ts';
import { loadLlamaCpp } from './load-llama-cpp.ts';
import { openGgufPolicy } from './open-gguf-policy.ts';

/** Policies of GGUF files, sampled in this process by llama.cpp. */
export const ggufKind = kind(
  z.strictObject({
    kind: z.literal('gguf'),
    file: z.string().min(1),
    /** Absent: `alone`. */
    batching: z.enum(['alone', 'together']).exactOptional(),
  }),
  ({ file, batching = 'alone' }): PolicyEngine => ({
    name: file,
    // The vocabulary alone, which is freed with the codec.
    codec: async ({ provider }) =>
      ggufCodec(await loadGguf(await loadLlamaCpp(provider), file, { vocabOnly: true }), file),
    open: (place) => openGgufPolicy({ ...place, file, batching }),
  }),
);
