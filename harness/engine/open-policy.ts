import { z } from 'zod';
import { huggingFaceCodec } from './embedded/text/hugging-face-codec.ts';
import type { Provider } from './embedded/session/session-factory.ts';
import { openEmbeddedPolicy } from './embedded/worker/embedded-policy.ts';
import type { OpenPolicy, TokenPolicy } from './engine.ts';

/** A policy as data: which weights, and the kind of engine that runs them. */
export interface PolicySpec {
  readonly kind: 'embedded';
  /** Hugging Face folder. */
  readonly folder: string;
}

/** A `PolicySpec` as stored; another kind of engine is one more member. */
export const policySpec: z.ZodType<PolicySpec> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('embedded'), folder: z.string().min(1) }),
]);

/** Place where a policy runs: recorded with a run, no part of its configuration. */
export interface PolicyPlace {
  readonly provider: Provider;
  /** CPU threads inside one operation, from 1. */
  readonly threads: number;
  /** Sequences decoded together; default 256. */
  readonly lanes?: number;
  /** Longest sequence; default 1024 or what the model allows, whichever is less. */
  readonly maxTokens?: number;
}

/**
 * Opens a policy of texts: its engine, and the codec that belongs to it.
 * @throws TwinZeroError when either cannot be opened; nothing stays open then.
 */
export async function openPolicy(spec: PolicySpec, place: PolicyPlace): Promise<OpenPolicy> {
  // First what holds nothing: a codec that fails leaves no engine behind.
  const codec = await huggingFaceCodec(spec.folder);
  return { ...(await openTokenPolicy(spec, place)), codec };
}

/**
 * Opens a policy of token ids, which needs no tokenizer.
 * @throws TwinZeroError when its engine cannot be opened.
 */
export function openTokenPolicy({ folder }: PolicySpec, place: PolicyPlace): Promise<TokenPolicy> {
  return openEmbeddedPolicy({ folder, ...place });
}
