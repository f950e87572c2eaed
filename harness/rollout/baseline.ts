import { z } from 'zod';
import { checkValue } from '../core/parse-json.ts';
import type { Chunk, Question } from '../core/question.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { OpenPolicy } from '../engine/index.ts';
import type { Protocol } from './protocols/protocol.ts';
import type { SearchScripts } from '../data/dataset.ts';
import type { Answer } from './tape.ts';

/** Things a run can lend a baseline besides the tape; a field is absent where the run or its data set has none. */
export interface BaselineWorld {
  /** The format that the policy was taught. */
  readonly protocol: Protocol;
  /** Training questions, whose answers may be used. */
  readonly train?: readonly Question[];
  /** The corpus; a method that reads it past the search is no fair competitor and says so in its title. */
  readonly chunks?: readonly Chunk[];
  readonly scripts?: SearchScripts;
}

/** A part of the world that a run may lack. */
export type BaselineNeed = Exclude<keyof BaselineWorld, 'protocol'>;

/** A world in which the needed parts are there. */
export type WorldWith<Need extends BaselineNeed> = Pick<BaselineWorld, 'protocol'> &
  Required<Pick<BaselineWorld, Need>>;

/** A method of answering that runs are compared with: the default export of `baselines/<id>.ts`. */
export interface Baseline<Need extends BaselineNeed = BaselineNeed, Settings = unknown> {
  /** The file's name without its ending. */
  readonly id: string;
  /** A few words, as a table shows them. */
  readonly title: string;
  /** Paper section, or file and line of the authors' code; `ours` with the reason. */
  readonly source: string;
  readonly needs: readonly Need[];
  /** Every setting has a default: `{}` must pass. */
  readonly settings: z.ZodType<Settings>;
  answer(world: WorldWith<Need>, settings: Settings): Answer;
  /** Tunes the policy before it answers anything; absent for methods that train nothing. */
  train?(policy: OpenPolicy, world: WorldWith<Need>, settings: Settings): Promise<void>;
}

/** The schema of a baseline without settings. */
export const noSettings: z.ZodType<Readonly<Record<string, never>>> = z.strictObject({});

/**
 * A baseline as a method, in this world and with these settings.
 * @throws TwinZeroError `configuration` for a setting it does not know or a need that the world lacks.
 */
export function baselineAnswer(
  baseline: Baseline,
  world: BaselineWorld,
  settings: Readonly<Record<string, unknown>> = {},
): Answer {
  const where = `the settings of baseline ${baseline.id}`;
  const checked = checkValue(settings, baseline.settings, { where, kind: 'configuration' });
  if (hasAll(world, baseline.needs)) return baseline.answer(world, checked);
  const missing = missingNeeds(baseline, world).join(', ');
  throw new TwinZeroError(
    'configuration',
    `baseline ${baseline.id} needs ${missing}, which this run lacks; leave the baseline out`,
  );
}

/** Parts of the world that a baseline needs and that this one lacks. */
export function missingNeeds({ needs }: Baseline, world: BaselineWorld): BaselineNeed[] {
  return needs.filter((need) => world[need] === undefined);
}

function hasAll<Need extends BaselineNeed>(
  world: BaselineWorld,
  needs: readonly Need[],
): world is WorldWith<Need> {
  return needs.every((need) => world[need] !== undefined);
}
