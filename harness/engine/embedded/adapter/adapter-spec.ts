import { z } from 'zod';

const adaptable = ['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj'] as const;
const fields = z.strictObject({
  /** Rows of A and columns of B. */
  rank: z.number().int().positive(),
  /** Numerator of the scaling alpha / rank. */
  alpha: z.number().positive(),
  /** The matrices to update in every layer, or all of them. */
  targetModules: z.union([z.literal('all-linear'), z.array(z.enum(adaptable)).min(1)]),
  /** True for the scaling alpha / sqrt(rank); default false. */
  rankStabilised: z.boolean().exactOptional(),
  /** Seed of the first draw of A; B begins as zeros. Default 0: no run's seed changes where its policy starts. */
  seed: z.number().int().nonnegative().exactOptional(),
});

/** An adapter to train in the place of a policy's weights: a fresh one, or the one of a PEFT folder. */
export const adapterSpec = z.union(
  [fields, z.strictObject({ folder: z.string().min(1) })],
  'give rank, alpha and targetModules of a new adapter, or the folder of a saved one',
);

/** An `adapterSpec`. */
export type AdapterSpec = z.infer<typeof adapterSpec>;

/** The name of an adapter for people. */
export function adapterName(spec: AdapterSpec): string {
  return 'folder' in spec ? `adapter ${spec.folder}` : `a new adapter of rank ${spec.rank}`;
}
