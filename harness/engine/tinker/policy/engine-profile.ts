import type { EngineProfile } from '../../engine.ts';
import type { ServerProfile } from '../profile/server-profile.ts';
import type { LoraConfig } from '../wire/index.ts';

/** A policy on a server. */
export interface ServedModel {
  readonly model: string;
  readonly lora: Pick<LoraConfig, 'rank' | 'seed'>;
  readonly maxTokens: number;
}

/** What a policy on a server of this profile can do: every loss, because its gradient can be injected. */
export function engineProfile(
  profile: ServerProfile,
  { model, lora, maxTokens }: ServedModel,
): EngineProfile {
  return {
    id: `tinker/${profile.id}`,
    losses: ['cross_entropy', 'importance_sampling', 'ppo'],
    reductions: ['token-sum', 'token-mean', 'sequence-mean'],
    klCorrections: ['none', 'importance-ratio'],
    honours: { topLogprobs: false, allowed: false },
    lacks: {
      temperature: true,
      ...(profile.critic === null && { critic: true }),
      ...(profile.adam === 'without-clip' && { gradientClipping: true }),
      ...(profile.reference === 'none' && { reference: true }),
    },
    mostSamplerGap: profile.mostGap,
    maxSequenceTokens: maxTokens,
    maxConcurrency: profile.concurrency,
    determinism: { model, rank: lora.rank, seed: lora.seed ?? 0 },
  };
}
