import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { ServerProfile, ServerReduction } from './server-profile.ts';

/** Most servers: the token sum, a forward pass, gradients clipped where the request says so. */
const common = {
  dialect: 'json',
  forward: 'endpoint',
  losses: ['cross_entropy', 'importance_sampling', 'ppo'],
  reduction: 'token-sum',
  maskKey: false,
  defaultClip: [0.8, 1.2],
  critic: null,
  weights: 'lora',
  mostModels: null,
  olderSnapshot: 'sampled',
  reference: 'base-model',
  stopStrings: true,
  seedBits: 31,
  adam: 'all',
  // Ours: bfloat16 samplers beside float32 trainers differ by some 0.01 nats a token.
  mostGap: 0.1,
  longPollMs: 45_000,
  readOnce: false,
  deduplicates: false,
  concurrency: 64,
} as const satisfies Partial<ServerProfile>;

/** Every kind of server that a configuration may name. */
export const serverProfiles = {
  twinzero: {
    ...common,
    id: 'twinzero',
    title: 'twinzero serve',
    dialect: 'protobuf',
    forward: 'flag',
    maskKey: true,
    critic: 'token-sum',
    weights: 'both',
    reference: 'second-model',
    seedBits: 32,
    mostGap: 1e-3,
    deduplicates: true,
    source: 'this package; float32 on both sides',
  },
  'skyrl-jax': {
    ...common,
    id: 'skyrl-jax',
    title: 'SkyRL, JAX backend',
    dialect: 'protobuf',
    forward: 'flag',
    reduction: 'sequence-mean',
    maskKey: true,
    olderSnapshot: 'overwrites',
    reference: 'second-model',
    adam: 'without-clip',
    longPollMs: 300_000,
    deduplicates: true,
    source:
      'skyrl 0.4.0: tinker/api.py, backends/jax.py, tinker/loss_fns.py; checked by `twinzero conformance`',
  },
  'skyrl-fsdp': {
    ...common,
    id: 'skyrl-fsdp',
    title: 'SkyRL, FSDP or Megatron backend',
    dialect: 'protobuf',
    forward: 'flag',
    maskKey: true,
    defaultClip: null,
    // Read, not run: one critic, of the FSDP backend alone, and only beside a policy; unloading it ends the policy, too.
    // The mean is over sequences at `micro_train_batch_size_per_gpu` 1, its default, and over micro-batches otherwise.
    critic: 'sequence-mean',
    weights: 'both',
    olderSnapshot: 'newest',
    reference: 'none',
    adam: 'learning-rate',
    longPollMs: 300_000,
    deduplicates: true,
    source: 'skyrl a956457 and 0.4.0, read and not run: backends/skyrl_train_backend.py',
  },
  tuft: {
    ...common,
    id: 'tuft',
    title: 'TuFT',
    dialect: 'protobuf',
    forward: 'flag',
    defaultClip: [0.9, 1.1],
    source: 'TuFT 102eefd (0.2.0), read and not run',
  },
  twinkle: {
    ...common,
    id: 'twinkle',
    title: 'Twinkle',
    losses: ['cross_entropy', 'importance_sampling'],
    defaultClip: null,
    source:
      'Twinkle 1a1d884 (0.4.0.dev0), read and not run; its reduction is not sure: run `twinzero conformance` first',
  },
  'verl-tinker': {
    ...common,
    id: 'verl-tinker',
    title: 'VeRL-Tinker',
    // Its importance_sampling cuts ratios above 2, which at ratio 1, as gradients are injected, changes nothing.
    losses: ['cross_entropy', 'ppo'],
    defaultClip: null,
    weights: 'full',
    mostModels: 1,
    olderSnapshot: 'newest',
    reference: 'none',
    longPollMs: 30_000,
    readOnce: true,
    source: 'verl 1dda039 with verl-recipe 48ea0a7, read and not run',
  },
  'open-rl': {
    ...common,
    id: 'open-rl',
    title: 'Open-RL',
    forward: 'prompt',
    olderSnapshot: 'newest',
    reference: 'none',
    // Dropout 0.05 is on in its forward pass.
    mostGap: 0.5,
    longPollMs: 60_000,
    source: 'open-rl bfc0f09; driven once by hand',
  },
  hosted: {
    ...common,
    id: 'hosted',
    title: 'the hosted Tinker service',
    dialect: 'protobuf',
    forward: 'flag',
    concurrency: 256,
    source: 'SDK 0.25.0 (tinker d595dc2) and its documentation, not run',
  },
} as const satisfies Readonly<Record<string, ServerProfile>>;

/** Name of a server profile. */
export type ServerName = keyof typeof serverProfiles;

/** Names of all server profiles, the first of them the default. */
export const serverNames = Object.keys(serverProfiles) as [ServerName, ...ServerName[]];

/** The profile of this name. */
export function serverProfile(name: ServerName): ServerProfile {
  return serverProfiles[name];
}

/**
 * How the critics of a server add up their loss.
 * @throws TwinZeroError `configuration` where it has none.
 */
export function requireCritic(name: ServerName): ServerReduction {
  const { title, id, critic } = serverProfile(name);
  if (critic !== null) return critic;
  throw new TwinZeroError(
    'configuration',
    `the algorithm needs a critic, and ${title} (server profile ${id}) has none; choose an algorithm without values, e.g. grpo or reinforce`,
  );
}

/**
 * Refuses what a server cannot do.
 * @throws TwinZeroError `configuration` naming the server and what it lacks.
 */
export function lacking({ id, title }: Pick<ServerProfile, 'id' | 'title'>, what: string): TwinZeroError {
  return new TwinZeroError('configuration', `${title} (server profile ${id}) ${what}`);
}
