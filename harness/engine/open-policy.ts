import { z } from 'zod';

/** TEMPORARY until the engine branch lands. */
export const policySpec = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('embedded'), folder: z.string().min(1) }),
]);
export type PolicySpec = z.infer<typeof policySpec>;
