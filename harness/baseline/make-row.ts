import { join, resolve } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../core/parse-json.ts';
import { writeFileWhole } from '../core/write-file-whole.ts';
import { readFile } from 'node:fs/promises';
import { evaluatePolicy, type JudgedEpisode } from '../evaluate/evaluate-policy.ts';
import { reasonLost, requireMostScored } from '../evaluate/require-few-failures.ts';
import {
  describeMachine,
  type Kit,
  openKit,
  openTrainKit,
  type Place,
  type RunConfig,
  type TrainKit,
} from '../run/index.ts';
import { baselineAnswer, unavailable } from './baseline.ts';
import type { RowPlan } from './plan-row.ts';
import { type PlayedRow, type Row, scoredOf } from './row.ts';
import { tuneBaseline } from './tune-baseline.ts';
import { worldOf } from './world-of.ts';

/** Where a row is made, and its clock. */
export interface RowPlace {
  /** Keeps the policies that rows make, `policies/<id>-s<seed>`. */
  readonly folder: string;
  readonly place: Place;
  /** Seconds of a clock that never goes back. */
  readonly now: () => number;
  /** Hears of the steps of teaching and training, from 1. */
  readonly onStep?: (step: number, steps: number) => void;
}

/** A row, and the episodes it was made of. */
export interface MadeRow {
  readonly row: Row;
  readonly judged: readonly JudgedEpisode[];
}

/**
 * Makes the policy of a row where it needs its own, plays the held-out questions under every seed, and scores them.
 * @throws TwinZeroError when more episodes are lost than the configuration's `maxFailureShare`, or a part can't be opened.
 */
export async function makeRow(plan: RowPlan, where: RowPlace): Promise<MadeRow> {
  const { baseline, hash, config } = plan;
  const common = { schema: 1, id: baseline.id, hash } as const;
  const reason = await withKit(config, where.place, async (kit) => unavailable(baseline, worldOf(kit)));
  if (reason !== null) return { row: { ...common, kind: 'unavailable', reason }, judged: [] };
  const plays: PlayedRow['plays'] = [];
  const judged: JudgedEpisode[] = [];
  const seconds = { making: 0, playing: 0 };
  let engine = '';
  for (const seed of plan.profile.seeds) {
    const start = where.now();
    const policy = await policyOf(plan, seed, where);
    const made = where.now();
    await withKit({ ...config, seed, policy }, where.place, async (kit) => {
      const questions = kit.dataset.heldOut.slice(0, plan.profile.questions ?? undefined);
      const played = await playQuestions(kit, questions, { ...plan, seed });
      plays.push({ seed, outcomes: played.map((one) => scoredOf(one, lossOf(one))) });
      judged.push(...played);
      engine = kit.policy.profile.id;
    });
    seconds.making += made - start;
    seconds.playing += where.now() - made;
  }
  const { commit } = await describeMachine();
  const policy = baseline.train !== undefined ? 'trained' : plan.tuning === null ? 'base' : 'taught';
  const { settings } = plan;
  return {
    row: { ...common, kind: 'played', settings, policy, plays, seconds, commit, engine },
    judged,
  };
}

/** A baseline to play. */
interface Playing extends Pick<RowPlan, 'baseline' | 'settings'> {
  readonly seed: number;
  /** True for a policy that was named, not made here; default false. */
  readonly given?: boolean;
}

/**
 * Plays questions by a baseline with the policy of an open kit.
 * @throws TwinZeroError `configuration` where it is not available, and when more episodes are lost than the
 * configuration's `maxFailureShare`.
 */
export async function playQuestions(
  kit: Kit,
  questions: Kit['dataset']['heldOut'],
  { baseline, settings, seed, given = false }: Playing,
): Promise<JudgedEpisode[]> {
  const world = worldOf(kit);
  // A policy that comes trained needs no engine that trains.
  const answer = baselineAnswer(baseline, given ? { ...world, training: true } : world, settings);
  const judged = await evaluatePolicy(kit, questions, { seed, answer });
  const maxShare = kit.config.maxFailureShare;
  requireMostScored(judged, { during: `baseline ${baseline.id}`, maxShare });
  return judged;
}

/** Reason why an episode has no score; null where it has one. */
export function lossOf(judged: JudgedEpisode): string | null {
  return judged.outcome.correct === null ? reasonLost(judged).message : null;
}

async function withKit<T>(config: RunConfig, place: Place, use: (kit: Kit) => Promise<T>): Promise<T> {
  const kit = await openKit(config, place);
  try {
    return await use(kit);
  } finally {
    await kit.close();
  }
}

/** The policy of a row: the bench's own, one taught its lessons, one trained by it, or what is left of an earlier try. */
async function policyOf(plan: RowPlan, seed: number, where: RowPlace): Promise<RunConfig['policy']> {
  const taught = await taughtPolicy(plan, where);
  const { baseline, settings } = plan;
  const { place, now, onStep } = where;
  if (baseline.train === undefined) return taught;
  const to = policyFolder(where.folder, `${baseline.id}-s${seed}`);
  if (!(await isMadeFor(to, plan.hash))) {
    const config = { ...plan.config, seed, policy: taught };
    const open = (changed: RunConfig): Promise<TrainKit> => openGround(changed, place);
    await baseline.train(
      { config, seed, place, now, to, open, ...(onStep !== undefined && { onStep }) },
      settings,
    );
    await sign(to, plan.hash);
  }
  return { kind: 'embedded', folder: to };
}

async function taughtPolicy(
  plan: RowPlan,
  { folder, place, onStep }: RowPlace,
): Promise<RunConfig['policy']> {
  const { baseline, settings, config, tuning: recipe, hash } = plan;
  if (recipe === null) return config.policy;
  const to = policyFolder(folder, baseline.id);
  if (!(await isMadeFor(to, hash))) {
    await tuneBaseline({ baseline, settings, config, recipe, to, place, onStep });
    await sign(to, hash);
  }
  return { kind: 'embedded', folder: to };
}

/** A kit to train with, of which nothing that is evaluated can be read. */
async function openGround(config: RunConfig, place: Place): Promise<TrainKit> {
  const kit = await openTrainKit(config, place);
  const { extended: _, ...dataset } = kit.dataset;
  return { ...kit, dataset: { ...dataset, dev: [], heldOut: [] }, extended: [] };
}

/** The folder of a policy that a row makes. */
export function policyFolder(folder: string, name: string): string {
  return resolve(folder, 'policies', name);
}

const signature = z.strictObject({ hash: z.string() });

/** Written last, so that a policy that was cut short is none. */
function sign(folder: string, hash: string): Promise<void> {
  return writeFileWhole(join(folder, 'made-for.txt'), `${JSON.stringify({ hash })}\n`);
}

/** True for a policy that was made, whole, for the row of this hash. */
export async function isMadeFor(folder: string, hash: string): Promise<boolean> {
  const path = join(folder, 'made-for.txt');
  const text = await readFile(path, 'utf8').catch(() => null);
  return text !== null && parseJson(text, signature, { where: path }).hash === hash;
}
