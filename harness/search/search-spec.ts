import { z } from 'zod';
import { specsOf } from '../core/kinds.ts';
import { knownOrBrought, registeredName } from '../core/registered.ts';
import { type EncoderSpec, type PolicySpec, policySpec } from '../engine/index.ts';
import { denseSpec } from './dense/dense-spec.ts';
import { lanceDbSpec } from './lancedb/lancedb-backend.ts';
import { curriculumSchema } from './simulator/curriculum.ts';
import { webKinds } from './web/web-kinds.ts';

const rate = z.number().min(0).max(1);
const count = z.number().int().positive();

/** The model that plays the search engine: a policy of this process, or one behind an OpenAI-compatible server. */
const simulatorModel = z.discriminatedUnion('kind', [
  policySpec,
  z.strictObject({ kind: z.literal('chat'), model: z.string() }),
]);

/** A `simulatorModel`. */
export type SimulatorModel = z.infer<typeof simulatorModel>;

/** Backends that stand on their own. */
const backend = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('bm25'),
    k1: z.number().positive().exactOptional(),
    b: rate.exactOptional(),
  }),
  denseSpec,
  lanceDbSpec,
  /** A server of Search-R1's retriever API, known as `name`; the place says where it is. */
  z.strictObject({ kind: z.literal('retriever'), name: z.string().regex(/^[\w.-]+$/u) }),
  z.strictObject({ kind: z.literal('oracle') }),
  z.strictObject({ kind: z.literal('perfect-simulator') }),
  z.strictObject({
    kind: z.literal('simulator'),
    model: simulatorModel,
    /** `compact`, or the registered name of a format that the reproduction brings. */
    format: z.union([z.literal('compact'), registeredName], 'expected "compact" or <reproduction>/<name>'),
    /** `sft`: fine-tuned; `prompt`: not. */
    tuning: z.enum(['sft', 'prompt']),
    temperature: z.number().nonnegative(),
    maxTokensPerDocument: count,
  }),
  ...specsOf(webKinds),
]);

/** Settings of the wrappers, each around the search under `of`. */
const wrapper = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('noise'), rate }),
  z.strictObject({ kind: z.literal('fault'), rate }),
  z.strictObject({ kind: z.literal('cache') }),
  z.strictObject({ kind: z.literal('retry'), attempts: count, backoffMs: z.number().nonnegative() }),
  z.strictObject({ kind: z.literal('curriculum'), curriculum: curriculumSchema }),
]);

/** A search that a reproduction brings: a wrapper, or, without `of`, a backend of its own. */
const brought = z.strictObject({
  kind: registeredName,
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});

type Around<Own> = Own & { readonly of: SearchSpec };

/** A search as data: a backend, or a wrapper around one, e.g. `{ kind: 'noise', rate: 0.1, of: { kind: 'bm25' } }`. */
export type SearchSpec =
  | z.infer<typeof backend>
  | Around<z.infer<typeof wrapper>>
  | Around<z.infer<typeof brought>>
  | z.infer<typeof brought>;

const of = z.lazy((): z.ZodType<SearchSpec> => searchSpec);

const known = z.discriminatedUnion('kind', [
  ...backend.options,
  ...wrapper.options.map((own) => own.extend({ of })),
] as never) as z.ZodType<z.infer<typeof backend> | Around<z.infer<typeof wrapper>>>;

/** A `SearchSpec` in a configuration. */
export const searchSpec: z.ZodType<SearchSpec> = knownOrBrought(
  known,
  brought.extend({ of: of.exactOptional() }),
);

/** Every model that a search asks. */
export function modelsOf(
  spec: SearchSpec,
): readonly (PolicySpec | { readonly kind: 'chat'; readonly model: string })[] {
  if (spec.kind === 'simulator') return [spec.model];
  return 'of' in spec ? modelsOf(spec.of) : [];
}

/** Every encoder that a search embeds with. */
export function encodersOf(spec: SearchSpec): readonly EncoderSpec[] {
  if (spec.kind === 'dense') return [spec.model];
  return 'of' in spec ? encodersOf(spec.of) : [];
}

/** True for a search of the data set's own corpus; a search that a reproduction brings says itself what it lacks. */
export function searchesCorpus(spec: SearchSpec): boolean {
  if ('of' in spec && spec.of !== undefined) return searchesCorpus(spec.of);
  return ['bm25', 'dense', 'oracle', 'perfect-simulator'].includes(spec.kind);
}

/** The folder of every index on disk that a search reads. */
export function indexesOf(spec: SearchSpec): readonly string[] {
  if (spec.kind === 'lancedb') return [spec.folder];
  return 'of' in spec ? indexesOf(spec.of) : [];
}
