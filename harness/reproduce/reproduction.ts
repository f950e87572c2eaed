import type { Dataset } from '../data/dataset.ts';
import type { Judge } from '../evaluate/judge.ts';
import type { SearchScripts } from '../evaluate/sanity-scripted.ts';
import type { ReportSpec } from '../report/report-spec.ts';
import type { Protocol } from '../rollout/protocol.ts';
import type { SearchBackend } from '../search/search-backend.ts';
import type { TrainConfig } from '../train/train-config.ts';

/** How large a reproduction is run; a profile changes nothing but size. */
export type ProfileName = 'smoke' | 'default' | 'full';

export interface Profile {
  readonly seeds: readonly number[];
  readonly steps: number;
  readonly evaluateEvery: number;
  readonly checkpointEvery: number;
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
  readonly report: ReportSpec;
}
