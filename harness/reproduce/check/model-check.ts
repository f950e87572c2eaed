import type { Episode } from '../../core/episode.ts';
import type { Question } from '../../core/question.ts';
import type { HeldOut } from '../../data/dataset.ts';
import type { PolicySpec } from '../../engine/index.ts';
import type { EpisodeOptions } from '../../rollout/index.ts';
import type { Kit, RunConfig } from '../../run/index.ts';
import type { SearchSpec } from '../../search/index.ts';

/** A name and what tables call it. */
export interface Named {
  readonly id: string;
  readonly label: string;
}

/** What a paper reports of an arm. */
export interface PublishedCount {
  readonly correct: number;
  readonly n: number;
  readonly source: string;
}

/** A released model that is checked. */
export interface CheckArm extends Named {
  /** Ids of `data/released-models.json`, any of which will do, the first that is there. */
  readonly models: readonly string[];
  /** Arms of one method differ in their weights alone: a stand-in plays one of them. */
  readonly method: string;
  /** Null where nothing is published of it on these questions. */
  readonly published: PublishedCount | null;
}

/** A search under which arms are checked. */
export interface CheckSearch extends Named {
  /** Ids of the models it needs. */
  readonly models: readonly string[];
  /** Its specification, given the folders of those models in order. */
  readonly spec: (folders: readonly string[]) => SearchSpec;
  /** Name and licence of an encoder of the user's in the place of its own, as every table shows it; absent: its own. */
  readonly standIn?: string;
}

/** Questions that are asked. */
export interface QuestionSet extends Named {
  readonly load: () => Promise<readonly HeldOut<Question>[]>;
}

/** Says whether an episode is right; null where it could not be told, also of a failed episode. */
export type EpisodeJudge = (episode: Episode) => Promise<boolean | null>;

/** Choices of one play of an arm. */
export interface PlayChoice {
  readonly arm: CheckArm;
  readonly preset: string;
  readonly policy: PolicySpec;
  readonly search: SearchSpec;
  /** Longest turn, below the published one; absent: as published. */
  readonly tokensPerTurn?: number | undefined;
}

/** How an arm is played: everything that decides its numbers. */
export interface CheckPlay {
  readonly config: RunConfig;
  readonly sampling: EpisodeOptions['sampling'];
  /** Settings beyond the configuration, for the print of a play. */
  readonly beyond: Readonly<Record<string, unknown>>;
  /** The kit that plays, of the one that was opened. */
  readonly prepare: (kit: Kit) => Kit;
  /** Judges by their id, of the kit that was opened. */
  readonly judges: (kit: Kit) => Readonly<Record<string, EpisodeJudge>>;
}

/** Released models and how they are checked without training: the default export of `reproductions/<id>/check.ts`. */
export interface ModelCheck {
  /** The folder under `reproductions/` and under `results/`. */
  readonly id: string;
  readonly title: string;
  /** Sentences about what is asked and how, for the page. */
  readonly about: readonly string[];
  /** Name of the data set, whose files have to be there. */
  readonly dataset: string;
  readonly arms: readonly CheckArm[];
  readonly presets: readonly Named[];
  readonly searches: readonly CheckSearch[];
  /** The first is asked by default. */
  readonly questions: readonly QuestionSet[];
  /** Of every play, in the order of tables. */
  readonly judges: readonly Named[];
  /** Ids of the released simulators that `twinzero simulator measure` takes. */
  readonly simulators: readonly string[];
  /** The format in which those are asked. */
  readonly simulatorFormat: string;
  /** @throws TwinZeroError `configuration` where it cannot be played so. */
  readonly play: (choice: PlayChoice) => CheckPlay;
}
