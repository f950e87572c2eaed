import { z } from 'zod';
import { registeredName } from '../core/registered.ts';
import { policySpec } from '../engine/open-policy.ts';
import { curriculumSchema } from './simulator/curriculum.ts';

const rate = z.number().min(0).max(1);
const count = z.number().int().positive();

/** The model that plays the search engine: a policy of this process, or one behind an OpenAI-compatible server. */
const simulatorModel = z.union([policySpec, z.strictObject({ kind: z.literal('chat'), model: z.string() })]);

/** `compact`, or the registered name of a format that the reproduction brings. */
const format = z.union([z.literal('compact'), registeredName]);

const known = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('bm25'),
    k1: z.number().positive().exactOptional(),
    b: rate.exactOptional(),
  }),
  z.strictObject({ kind: z.literal('oracle') }),
  z.strictObject({
    kind: z.literal('simulator'),
    model: simulatorModel,
    format,
    /** `sft`: fine-tuned; `prompt`: not. */
    tuning: z.enum(['sft', 'prompt']),
    temperature: z.number().nonnegative(),
    maxTokensPerDocument: count,
  }),
  z.strictObject({
    kind: z.literal('noise'),
    rate,
    get of() {
      return searchSpec;
    },
  }),
  z.strictObject({
    kind: z.literal('fault'),
    rate,
    get of() {
      return searchSpec;
    },
  }),
  z.strictObject({
    kind: z.literal('cache'),
    get of() {
      return searchSpec;
    },
  }),
  z.strictObject({
    kind: z.literal('retry'),
    attempts: count,
    backoffMs: z.number().nonnegative(),
    get of() {
      return searchSpec;
    },
  }),
  z.strictObject({
    kind: z.literal('curriculum'),
    curriculum: curriculumSchema,
    get of() {
      return searchSpec;
    },
  }),
]);

const settings = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

/** A wrapper that a reproduction brings, or, without `of`, a backend of its own. */
const brought = z.union([
  z.strictObject({
    kind: registeredName,
    settings,
    get of() {
      return searchSpec;
    },
  }),
  z.strictObject({ kind: registeredName, settings }),
]);

/** A search as data: a backend, or a wrapper around one, e.g. `{ kind: 'noise', rate: 0.1, of: { kind: 'bm25' } }`. */
export const searchSpec = z.union([known, brought]);

/** A `searchSpec`. */
export type SearchSpec = z.infer<typeof searchSpec>;

/** Every model folder or served model that a search asks. */
export function modelsOf(spec: SearchSpec): readonly z.infer<typeof simulatorModel>[] {
  if (spec.kind === 'simulator') return [(spec as Extract<SearchSpec, { kind: 'simulator' }>).model];
  return 'of' in spec ? modelsOf(spec.of) : [];
}
