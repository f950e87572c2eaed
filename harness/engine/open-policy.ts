import { z } from 'zod';
import { makeKind, specsOf } from '../core/kinds.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { openaiKind } from './completion/openai-kind.ts';
import type { Critic } from './critic.ts';
import { embeddedKind } from './embedded/embedded-kind.ts';
import type { OpenPolicy, TokenPolicy } from './engine.ts';
import { ggufKind } from './local/gguf/gguf-kind.ts';
import { tinkerKind } from './tinker/tinker-kind.ts';
import { onnxHubKind, onnxKind } from './local/onnx/onnx-kind.ts';
import type { PolicyEngine, PolicyPlace } from './policy-engine.ts';

/** Every kind of engine: the table is the list of what a configuration may name. */
const kinds = [embeddedKind, ggufKind, onnxKind, onnxHubKind, openaiKind, tinkerKind] as const;

/** A policy as data: the kind of engine, and which weights it runs. */
export const policySpec = z.discriminatedUnion('kind', specsOf(kinds));

/** A `policySpec`. */
export type PolicySpec = z.infer<typeof policySpec>;

/**
 * Opens a policy of texts: its engine, and the codec that belongs to it.
 * @throws TwinZeroError when either cannot be opened; nothing stays open then.
 */
export async function openPolicy(spec: PolicySpec, place: PolicyPlace): Promise<OpenPolicy> {
  const engine = engineOf(spec);
  // First what holds nothing: a codec that fails leaves no engine behind.
  const codec = await engine.codec(place);
  return { ...(await engine.open(place)), codec };
}

/**
 * Opens a policy of token ids, which needs no tokenizer.
 * @throws TwinZeroError when its engine cannot be opened.
 */
export function openTokenPolicy(spec: PolicySpec, place: PolicyPlace): Promise<TokenPolicy> {
  return engineOf(spec).open(place);
}

/**
 * How a critic beside a policy is opened, on whatever machine the policy is trained; nothing is opened yet.
 * @throws TwinZeroError `configuration` where the engine has no critics.
 */
export function criticOf(spec: PolicySpec): (place: PolicyPlace) => Promise<Critic> {
  const { name, critic } = engineOf(spec);
  if (critic !== undefined) return critic();
  throw new TwinZeroError(
    'configuration',
    `the algorithm needs a critic, and beside ${name} (${spec.kind}) none can be trained; give an embedded policy or one on a server that has critics`,
  );
}

/** The name of a policy for people, e.g. the folder of its weights. */
export function policyName(spec: PolicySpec): string {
  return engineOf(spec).name;
}

function engineOf(spec: PolicySpec): PolicyEngine {
  return makeKind<PolicyEngine, 'kind'>(kinds, 'kind', spec);
}
