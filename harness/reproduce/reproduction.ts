import type { Dataset } from '../data/dataset.ts';
import type { Judge } from '../judge/judge.ts';
import type { ReportSpec } from '../report/report.ts';
import type { Protocol } from '../rollout/protocols/protocol.ts';
import type { SearchScripts } from '../rollout/scripted-answer.ts';
import type { TrainConfig } from '../run/run-config.ts';
import type { SearchBackend } from '../search/search-backend.ts';
import type { TrainOptions } from '../train/train.ts';
import type { EngineChoice } from './engine-choice.ts';
import type { Preset } from './preset.ts';

/** How large a reproduction is run; a profile changes nothing but size. */
export type ProfileName = 'smoke' | 'default' | 'full';

export interface Profile {
  readonly seeds: readonly number[];
  readonly steps: number;
  readonly evaluateEvery: number;
  readonly checkpointEvery: number;
  /** The arms it runs; all of them unless told. */
  readonly arms?: readonly string[];
}

/** What the policies of a reproduction meet. */
export interface Setting {
  readonly dataset: Dataset;
  readonly search: SearchBackend;
  readonly protocol: Protocol;
  readonly judge: Judge;
  /** Hugging Face folder of the policy that training starts from. */
  readonly basePolicy: string;
  /** Search turns in the base policy's own format, for the reference rows. */
  readonly scripts: () => SearchScripts;
}

/** Where an arm leaves the shared setting; what is absent is shared. */
export interface ArmSetting {
  /** Hugging Face folder that training starts from, and the KL reference. */
  readonly startPolicy?: string;
  readonly protocol?: Protocol;
  readonly judge?: Judge;
  /** What answers the searches of training; evaluation always meets the setting's own search. */
  readonly trainingSearch?: NonNullable<TrainOptions['trainingSearch']>;
  /** Frees what the arm has opened. */
  readonly close?: () => Promise<void>;
}

/** One arm's run. */
export interface RunRequest {
  readonly arm: string;
  readonly seed: number;
  readonly profile: Profile;
}

/** A reproduction: its arms and profiles, the setting they share, and what its report says. */
export interface Reproduction {
  /** The folder under `reproductions/` and under `results/`. */
  readonly id: string;
  readonly title: string;
  readonly arms: readonly string[];
  readonly profiles: Readonly<Record<ProfileName, Profile>>;
  readonly setting: () => Promise<Setting>;
  /** Everything that decides what a run computes; arms differ in nothing that is not here. */
  readonly recipe: (request: RunRequest) => TrainConfig;
  /** Opens what the configuration names beyond the shared setting; absent where arms share all of it. */
  readonly armSetting?: (
    config: TrainConfig,
    shared: { readonly setting: Setting; readonly engine: EngineChoice },
  ) => Promise<ArmSetting>;
  /** Writes what the report needs besides the runs into the result folder, before the first run; absent for nothing. */
  readonly prepare?: (place: { readonly folder: string; readonly engine: EngineChoice }) => Promise<void>;
  readonly report: ReportSpec;
  /** Sets of settings to look at beside the recipe, the paper's above all; absent for none. */
  readonly presets?: () => readonly Preset[];
}

/** The arms of a reproduction that a profile runs, in order. */
export function armsOf(
  { arms, profiles }: Pick<Reproduction, 'arms' | 'profiles'>,
  name: ProfileName,
): readonly string[] {
  return profiles[name].arms ?? arms;
}
