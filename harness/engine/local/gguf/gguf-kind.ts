import { z } from 'zod';
import { kind } from '../../../core/kinds.ts';
import { openGgufCodec, openGgufPolicy } from '../../late-imports.ts';
import type { PolicyEngine } from '../../policy-engine.ts';

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
    codec: ({ provider }) => openGgufCodec(file, provider),
    open: (place) => openGgufPolicy({ ...place, file, batching }),
  }),
);
