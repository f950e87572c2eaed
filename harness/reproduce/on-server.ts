import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { type PolicySpec, serverProfile } from '../engine/index.ts';
import type { RunConfig } from '../run/index.ts';
import { presetNamed } from './preset.ts';
import type { Profile, Reproduction } from './reproduction.ts';
import type { ServerChoice } from './server-choice.ts';

/** Ours: what the official client takes by default. */
const defaultRank = 32;

/**
 * A reproduction whose runs train on a server: the same arms from the same settings, or from those of a preset, which
 * brings the size `paper` along.
 * @throws TwinZeroError `configuration` for an unknown preset, and where model or tokenizer are not known.
 */
export function onServer(reproduction: Reproduction, choice: ServerChoice): Reproduction {
  const preset = choice.preset === undefined ? null : presetNamed(reproduction, choice.preset).config;
  const paper: Profile | null =
    preset === null
      ? null
      : {
          seeds: [preset.seed],
          steps: preset.steps,
          evaluateEvery: preset.evaluateEvery,
          checkpointEvery: preset.checkpointEvery,
        };
  return {
    ...reproduction,
    ...(paper !== null && { profiles: { ...reproduction.profiles, paper } }),
    base: (scale) => {
      const base = reproduction.base(scale);
      if (preset === null) return base;
      const { steps, evaluateEvery, checkpointEvery } = scale.profile;
      return { ...preset, seed: scale.seed, steps, evaluateEvery, checkpointEvery };
    },
    arms: reproduction.arms.map((arm) => ({
      ...arm,
      change: (base) => served(arm.change(base), choice),
    })),
  };
}

/** A configuration whose policy is on a server, without what its protocol has no word for. */
function served(config: RunConfig, choice: ServerChoice): RunConfig {
  const profile = serverProfile(choice.server);
  const { decayed: _, ...adam } = config.adam;
  return {
    ...config,
    // DEVIATION(server-adapter)
    policy: policyOf(config, choice),
    // DEVIATION(server-temperature)
    temperature: 1,
    // DEVIATION(server-clipping)
    adam: { ...adam, maxGradNorm: profile.adam === 'without-clip' ? null : adam.maxGradNorm },
  };
}

function policyOf({ policy, seed }: RunConfig, choice: ServerChoice): PolicySpec {
  const known = policy.kind === 'tinker' ? policy : null;
  const model = choice.model ?? known?.model;
  if (model === undefined)
    throw new TwinZeroError('configuration', 'no model was named for the server to train; add --model');
  const preset = model === known?.model ? known.tokenizer : undefined;
  return {
    kind: 'tinker',
    server: choice.server,
    model,
    tokenizer: tokenizerOf(model, choice.tokenizer ?? preset),
    ...adapterOf(known?.adapter, choice.rank, seed),
  };
}

type Adapter = Extract<PolicySpec, { kind: 'tinker' }>['adapter'];

function adapterOf(
  known: Adapter,
  chosen: number | undefined,
  seed: number,
): { adapter?: NonNullable<Adapter> } {
  const rank = chosen ?? known?.rank ?? defaultRank;
  return rank === 0 ? {} : { adapter: { rank, seed: known?.seed ?? seed } };
}

function tokenizerOf(model: string, named: string | undefined): string {
  const tokenizer = named ?? model;
  if (named !== undefined || existsSync(join(tokenizer, 'tokenizer.json'))) return tokenizer;
  throw new TwinZeroError(
    'configuration',
    `the tokenizer of ${model} is not known here; download its tokenizer.json, tokenizer_config.json and chat template into a folder and name it by --tokenizer`,
  );
}
