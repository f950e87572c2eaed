import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { ReportSpec } from '../report/index.ts';
import type { RewardSet } from '../reward/rewards.ts';
import { type BroughtParts, parseRunConfig, type Place, type RunConfig } from '../run/index.ts';
import { type DeviationRule, deviationsOf } from './deviations.ts';
import type { MadeModels } from './make-models.ts';
import type { Preset } from './preset.ts';

/**
 * Sizes of a reproduction, smallest first; a profile changes nothing else. `quick`: a first look in minutes, not of all;
 * `paper`: that of a preset, on a server that trains.
 */
export const profileNames = ['smoke', 'quick', 'default', 'full', 'paper'] as const;

/** One of `profileNames`. */
export type ProfileName = (typeof profileNames)[number];

/** Sizes of a profile's runs. */
export interface Profile {
  readonly seeds: readonly number[];
  /** Further seeds, of the primary arms alone; absent for none. */
  readonly primarySeeds?: readonly number[];
  readonly steps: number;
  readonly evaluateEvery: number;
  readonly checkpointEvery: number;
  /** Samples of an evaluation; absent: one play a question and no more. */
  readonly evaluation?: NonNullable<RunConfig['evaluation']>;
}

/** One configuration compared: what it changes in the base, and nothing else. */
export interface Arm {
  readonly id: string;
  readonly label: string;
  /** Profiles that run it; default all. In the others it is no gap in the result. */
  readonly profiles?: readonly ProfileName[];
  /** True where the primary claim rests on it: it is run with the further seeds of a profile too. */
  readonly primary?: true;
  readonly change: (base: RunConfig) => RunConfig;
}

/** Seed and size of a run. */
export interface Scale {
  readonly seed: number;
  readonly profile: Profile;
}

/** One run of an arm. */
export interface RunRequest extends Scale {
  readonly arm: string;
}

/** A reproduction: the default export of `reproductions/<id>/reproduction.ts`. Importing it opens nothing. */
export interface Reproduction {
  /** The folder under `reproductions/` and under `results/`. */
  readonly id: string;
  readonly title: string;
  /** Place among the papers that `reproduce all` makes in turn and sets side by side, from 1; absent for no paper's. */
  readonly sideBySide?: number;
  /** The configuration that arms depart from. */
  readonly base: (scale: Scale) => RunConfig;
  /** In the order of tables. */
  readonly arms: readonly Arm[];
  readonly profiles: Readonly<Record<Exclude<ProfileName, 'quick' | 'paper'>, Profile>> & {
    readonly quick?: Profile;
    readonly paper?: Profile;
  };
  /** Deliberate differences from the paper, each with the configurations it holds for. */
  readonly deviations: readonly DeviationRule[];
  /** Named combinations of rewards, for scoring stored episodes again. */
  readonly rewards: Readonly<Record<string, RewardSet>>;
  /** Parts of its own that configurations name as `<id>/<name>`; absent for none. */
  readonly brings?: BroughtParts;
  /** Policies that arms start from and that are not shipped: those of a profile are made where they are missing. Absent for none. */
  readonly makes?: MadeModels;
  readonly report: Omit<ReportSpec, 'id' | 'arms' | 'deviations'>;
  /** Writes what the report needs besides the runs into the result folder, before the first run; absent for nothing. */
  readonly prepare?: (folder: string, place: Place, profile: ProfileName) => Promise<void>;
  /** Sets of settings to look at beside the arms, the paper's above all; absent for none. */
  readonly presets?: () => readonly Preset[];
}

/**
 * The arm of this name.
 * @throws TwinZeroError `configuration` for an arm that the reproduction has not.
 */
export function armOf({ id, arms }: Pick<Reproduction, 'id' | 'arms'>, name: string): Arm {
  const arm = arms.find((one) => one.id === name);
  if (arm !== undefined) return arm;
  throw new TwinZeroError(
    'configuration',
    `${id} has no arm "${name}"; known: ${arms.map((one) => one.id).join(', ')}`,
  );
}

/**
 * The sizes of a profile.
 * @throws TwinZeroError `configuration` for one that the reproduction has not.
 */
export function profileOf(
  { id, profiles }: Pick<Reproduction, 'id' | 'profiles'>,
  name: ProfileName,
): Profile {
  const profile = profiles[name];
  if (profile !== undefined) return profile;
  if (name === 'paper')
    throw new TwinZeroError(
      'configuration',
      `${id} has the size of its paper only with the paper's settings; add --preset`,
    );
  throw new TwinZeroError(
    'configuration',
    `${id} has no profile ${name}; known: ${profileNames.filter((one) => one in profiles).join(', ')}`,
  );
}

/**
 * The configuration of one run: the base as the arm changes it, checked.
 * @throws TwinZeroError `configuration` for an unknown arm, or a change that breaks the schema.
 */
export function configOf(
  reproduction: Pick<Reproduction, 'id' | 'arms' | 'base'>,
  request: RunRequest,
): RunConfig {
  const { arm, ...scale } = request;
  return parseRunConfig(armOf(reproduction, arm).change(reproduction.base(scale)));
}

/** The arms that a profile runs, in order. */
export function armsOf({ arms }: Pick<Reproduction, 'arms'>, profile: ProfileName): readonly Arm[] {
  return arms.filter(({ profiles }) => profiles === undefined || profiles.includes(profile));
}

/** The seeds that a profile runs an arm with. */
export function seedsOf({ primary }: Pick<Arm, 'primary'>, profile: Profile): readonly number[] {
  return primary === true ? [...profile.seeds, ...(profile.primarySeeds ?? [])] : profile.seeds;
}

/** Collects the parts of a reproduction that its report needs. */
export function reportSpecOf({ id, arms, deviations, report }: Reproduction): ReportSpec {
  return {
    id,
    arms: arms.map(({ id: arm, label, profiles }) => ({
      id: arm,
      label,
      ...(profiles !== undefined && { profiles }),
    })),
    deviations: (config) => deviationsOf(deviations, config),
    ...report,
  };
}
