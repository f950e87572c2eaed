import { z } from 'zod';
import { checkValue } from '../core/parse-json.ts';
import type { Chunk, Question } from '../core/question.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { SearchScripts } from '../data/dataset.ts';
import type { TextCodec } from '../engine/index.ts';
import type { Answer, Protocol } from '../rollout/index.ts';
import type { Place, RunConfig, TrainKit } from '../run/index.ts';
import type { LessonSource } from './lesson.ts';

/** Way to address the policy: in words it can follow, or in the bare marks that a small one was taught. */
export type Wording = 'instructions' | 'compact';

/** Things a run can lend a baseline besides the tape; a field is absent where run, data set or engine has none. */
export interface BaselineWorld {
  /** The format that the policy was taught. */
  readonly protocol: Protocol;
  readonly wording: Wording;
  /** Training questions, whose answers may be used. */
  readonly train?: readonly Question[];
  /** The corpus; a method that reads it past the search is no fair competitor and says so in its title. */
  readonly chunks?: readonly Chunk[];
  readonly scripts?: SearchScripts;
  /** There where the policy can go on in a message that the method has begun; a chat server can't. */
  readonly continuation?: true;
  /** The codec of an engine that reports the most likely tokens, for `say({ topLogprobs })`. */
  readonly logprobs?: TextCodec;
  /** The codec of an engine that samples among given tokens, for `say({ allowed })`. */
  readonly constraint?: TextCodec;
  /** There where the engine can score and train. */
  readonly training?: true;
}

/** A part of the world that a run may lack. */
export type BaselineNeed = Exclude<keyof BaselineWorld, 'protocol' | 'wording'>;

/** A world in which the needed parts are there. */
export type WorldWith<Need extends BaselineNeed> = Omit<BaselineWorld, Need> &
  Required<Pick<BaselineWorld, Need>>;

/** A setting of a baseline: what it may be, and its default with where that is from. */
export interface Setting<Value = unknown> {
  readonly schema: z.ZodType<Value>;
  readonly default: Value;
  /** Paper section, or file and line of the authors' code; `ours` with the reason. */
  readonly source: string;
}

/** One setting for each field of `Settings`. */
export type SettingTable<Settings> = unknown extends Settings
  ? Readonly<Record<string, Setting>>
  : { readonly [Name in keyof Settings]: Setting<Settings[Name]> };

/** One published line of a method: shares by benchmark, under one metric. */
export interface PublishedRow {
  readonly model: string;
  /** As the paper means it; ZeroSearch's EM is containment, so `sub-EM`. */
  readonly metric: 'EM' | 'sub-EM' | 'F1' | 'judge';
  readonly source: string;
  /** 0 to 1 by the id of a data set, e.g. `nq`. */
  readonly shares: Readonly<Record<string, number>>;
}

/** What a baseline trains its policy with; no question that is evaluated is in it. */
export interface TrainingGround {
  /** The configuration that is evaluated; its policy is the one to start from. */
  readonly config: RunConfig;
  readonly seed: number;
  /** Where it runs, for the record of a run. */
  readonly place: Pick<Place, 'provider' | 'threads'>;
  /** Seconds of a clock that never goes back. */
  readonly now: () => number;
  /** Folder to write the policy into that answers. */
  readonly to: string;
  /** Opens a configuration with nothing held out: its data set has training questions alone. The baseline closes it. */
  readonly open: (config: RunConfig) => Promise<TrainKit>;
  /** Hears of each step, from 1. */
  readonly onStep?: (step: number, steps: number) => void;
}

/** Settings of a baseline that has none. */
export type NoSettings = Readonly<Record<string, never>>;

/** A method of answering that runs are compared with: the default export of `baselines/<id>.ts`. */
export interface Baseline<Need extends BaselineNeed = BaselineNeed, Settings = unknown> {
  /** The file's name without its ending. */
  readonly id: string;
  /** A few words, as a table shows them. */
  readonly title: string;
  /** Paper section, or file and line of the authors' code; `ours` with the reason. */
  readonly source: string;
  readonly needs: readonly Need[];
  readonly settings: SettingTable<Settings>;
  /** Deliberate differences from its source that the code marks `DEVIATION(id)`: a sentence each, by id. */
  readonly deviations?: Readonly<Record<string, string>>;
  /** What papers report of it; none for a method of ours. */
  readonly paper: readonly PublishedRow[];
  answer(world: WorldWith<Need>, settings: Settings): Answer;
  /** Writes the policy that answers to `ground.to`; absent for methods that train nothing. */
  train?(ground: TrainingGround, settings: Settings): Promise<void>;
  /**
   * Lessons in the method's language for a small policy, by data set, all of other worlds; absent where any policy of
   * the protocol speaks it.
   */
  readonly lessons?: Readonly<Record<string, LessonSource>>;
}

/** Values for some of a baseline's settings, from outside. */
export type GivenSettings = Readonly<Record<string, unknown>>;

/**
 * Every setting of a baseline: what is given, else its default.
 * @throws TwinZeroError `configuration` for a setting it does not know or a value that is none.
 */
export function settingsOf(baseline: Baseline, given: GivenSettings = {}): GivenSettings {
  const entries = Object.entries(baseline.settings);
  const shape = Object.fromEntries(entries.map(([name, { schema }]) => [name, schema.optional()]));
  const where = `the settings of baseline ${baseline.id}`;
  const mend = `choose among ${entries.map(([name]) => name).join(', ') || 'none'}`;
  const checked: GivenSettings = checkValue(given, z.strictObject(shape), {
    where,
    mend,
    kind: 'configuration',
  });
  // Null may be a value.
  return Object.fromEntries(
    entries.map(([name, one]) => [name, checked[name] === undefined ? one.default : checked[name]]),
  );
}

/**
 * A baseline as a method, in this world and with these settings.
 * @throws TwinZeroError `configuration` as `settingsOf`, or for a need that the world lacks.
 */
export function baselineAnswer(baseline: Baseline, world: BaselineWorld, given: GivenSettings = {}): Answer {
  const settings = settingsOf(baseline, given);
  if (hasAll(world, baseline.needs)) return baseline.answer(world, settings);
  throw new TwinZeroError(
    'configuration',
    `baseline ${baseline.id} is not available here: ${unavailable(baseline, world) ?? ''}; leave the baseline out`,
  );
}

const reasons: Readonly<Record<BaselineNeed, string>> = {
  train: 'the data set has no training questions',
  chunks: 'the corpus is not at hand',
  scripts: 'the data set has no written searches',
  continuation:
    'the engine cannot go on in a message that the method has begun, as no chat server can (give the folder of its tokenizer, so that it is sent token ids)',
  logprobs: 'the engine reports no probabilities of tokens',
  constraint: 'the engine cannot be kept to given tokens',
  training: 'the engine cannot train',
};

/** Reason why a baseline can't be played in this world; null where it can. */
export function unavailable(baseline: Pick<Baseline, 'needs'>, world: BaselineWorld): string | null {
  const missing = baseline.needs.filter((need) => world[need] === undefined);
  return missing.length === 0 ? null : missing.map((need) => reasons[need]).join(', and ');
}

function hasAll<Need extends BaselineNeed>(
  world: BaselineWorld,
  needs: readonly Need[],
): world is BaselineWorld & WorldWith<Need> {
  return needs.every((need) => world[need] !== undefined);
}
