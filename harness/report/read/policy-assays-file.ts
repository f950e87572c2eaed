import { z } from 'zod';

const text = z.string().min(1);
const whole = z.number().int().nonnegative();
const share = z.number().min(0).max(1);

/** One property of a policy as it was assayed: a share with its interval, null where too little counts. */
const assayedProperty = z.strictObject({
  /** E.g. `again-after-miss`. */
  id: text,
  share: z.strictObject({ estimate: share, low: share, high: share }).nullable(),
  /** Episodes, decisions or questions that count. */
  cases: whole,
  /** Questions with a case. */
  questions: whole,
});

/** A policy that arms start from, with what it was like before any training. */
const assayedPolicy = z.strictObject({ id: text, rows: z.array(assayedProperty).readonly() });

/** An `assayedPolicy`. */
export type AssayedPolicy = Readonly<z.infer<typeof assayedPolicy>>;

/** Contents of `policy-assays.json`. */
export const policyAssaysFile = z.strictObject({
  schema: z.literal(1),
  /** Episodes a question. */
  samples: whole.min(1),
  policies: z.array(assayedPolicy).readonly(),
});

/** A `policyAssaysFile`. */
export type PolicyAssaysFile = Readonly<z.infer<typeof policyAssaysFile>>;
