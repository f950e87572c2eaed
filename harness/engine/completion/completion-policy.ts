import { TwinZeroError } from '../../core/twin-zero-error.ts';
import type { EngineProfile, SampleResult, TokenPolicy } from '../engine.ts';
import { requireHonoured, requireScorer } from '../requirements.ts';
import type { TextCodec } from '../text-codec.ts';
import { Account } from './account.ts';
import { chatClient } from './chat-client.ts';
import { chatSampler } from './chat-sampler.ts';
import { completionServer } from './completion-server.ts';
import type { CompletionServerOptions } from './completion-settings.ts';
import type { ServedSampler } from './served-sampler.ts';
import { tokenSampler } from './token-sampler.ts';

/** A model behind a server. */
export interface CompletionPolicyOptions {
  readonly model: string;
  readonly server: CompletionServerOptions;
  /** The codec of its tokenizer, by which the server is sent token ids; absent: it is asked by chat. */
  readonly codec?: TextCodec;
  /** Longest sequence; default: what the server allows, which refuses a longer one. */
  readonly maxTokens?: number;
}

/**
 * A policy behind an OpenAI-compatible server: it samples, and neither scores nor trains. Opening it asks for one token,
 * so that a server that is down, serves another model or lacks what is needed is found before anything is played.
 * @throws TwinZeroError `configuration` and `engine` as `CompletionServer.post`, `tokenSampler` and `chatSampler`.
 */
export async function openCompletionPolicy(options: CompletionPolicyOptions): Promise<TokenPolicy> {
  const { model, codec } = options;
  const { concurrency = 16, price } = options.server;
  requireConcurrency(concurrency);
  const server = completionServer(options.server);
  const account = new Account(price);
  const sampler =
    codec === undefined
      ? await chatSampler(chatClient(server, model), account)
      : await tokenSampler(
          { server, model, account, decode: (tokens) => codec.decode(tokens) },
          codec.prompt('Say yes.'),
        );
  return policyOf(sampler, { profile: profileOf(sampler, { ...options, concurrency }), account });
}

function requireConcurrency(concurrency: number): void {
  if (!Number.isInteger(concurrency) || concurrency < 1)
    throw new TwinZeroError('configuration', `concurrency is ${concurrency}; it is an integer from 1`);
}

function profileOf(
  { api, topLogprobs }: ServedSampler,
  { model, codec, maxTokens, concurrency }: CompletionPolicyOptions & { readonly concurrency: number },
): EngineProfile {
  return {
    id: `openai/${api}`,
    losses: [],
    reductions: [],
    klCorrections: [],
    honours: { topLogprobs, allowed: false },
    ...(codec === undefined && { lacks: { logprobs: true, continuation: true } as const }),
    maxSequenceTokens: maxTokens ?? Number.MAX_SAFE_INTEGER,
    maxConcurrency: concurrency,
    determinism: { api, model },
  };
}

interface PolicyParts {
  readonly profile: EngineProfile;
  readonly account: Account;
}

function policyOf(sampler: ServedSampler, { profile, account }: PolicyParts): TokenPolicy {
  const inFlight = new Set<Promise<SampleResult>>();
  let closed = false;
  const policy: TokenPolicy = {
    profile,
    async sample(prompt, params) {
      if (closed) throw new TwinZeroError('engine', `the engine ${profile.id} is closed; open it again`);
      requireHonoured(profile, params);
      const sampling = sampler.sample(prompt, params);
      inFlight.add(sampling);
      try {
        return await sampling;
      } finally {
        inFlight.delete(sampling);
      }
    },
    scorer: null,
    learner: null,
    reference: async () => requireScorer(policy),
    spending: () => account.spending(),
    async close() {
      closed = true;
      await Promise.allSettled(inFlight);
    },
  };
  return policy;
}
