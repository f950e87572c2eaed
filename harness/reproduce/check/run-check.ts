import { join } from 'node:path';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { writeGenerated } from '../../report/index.ts';
import { moveAside, type Place, withLock } from '../../run/index.ts';
import { checkFiles, type CheckResult } from './check-page.ts';
import type { CheckCell, CheckPlan } from './plan-check.ts';
import { type CheckPlace, type PlayedCell, playCell } from './play-cell.ts';

/** How a check is made. */
export interface CheckRequest {
  /** The folder that holds one folder for each result. */
  readonly results: string;
  /** True to keep what was played; else earlier results are moved aside. */
  readonly resume: boolean;
  readonly place: Place;
  readonly seed: number;
  readonly tokensPerTurn?: number | undefined;
}

/** Callbacks of a check under way. */
export interface CheckHooks {
  /** Told in a sentence what goes on. */
  readonly note: (text: string) => void;
  readonly onPlayed?: CheckPlace['onPlayed'];
  /**
   * Aborted when the check should end: no further turn or question is begun, a question that is cut short by that is
   * played anew by `resume`, and of the cells left those that were played before are shown.
   */
  readonly signal?: AbortSignal;
}

/** A check and the page it was written to. */
export interface Checked {
  readonly result: CheckResult;
  readonly page: string;
}

/**
 * `<results>/<check>/<questions>`; of a stand-in `<results>/<check>/stand-in/<its name up to a comma or bracket>/<questions>`,
 * of a stated copy `<results>/<check>/as-stated/<model>-<revision>/<questions>`.
 */
export function checkFolder({ check, questions, standIn, stated }: CheckPlan, results: string): string {
  const own =
    standIn !== null
      ? ['stand-in', slugOf(standIn.name.replace(/[,(].*/su, ''))]
      : stated !== null
        ? ['as-stated', slugOf(`${stated.model}-${stated.revision}`)]
        : [];
  return join(results, check.id, ...own, questions.id);
}

function slugOf(name: string): string {
  const slug = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9.]+/gu, '-')
    .replaceAll(/^[-.]+|[-.]+$/gu, '');
  return slug === '' ? 'model' : slug;
}

/**
 * Plays every cell of a plan and writes the page after each, so that what has been played can be read.
 * @throws TwinZeroError `data` where the data set is not here, `configuration` while another process writes there, and
 * as `playCell`; what has been played stays, and `resume` goes on.
 */
export async function runCheck(plan: CheckPlan, request: CheckRequest, hooks: CheckHooks): Promise<Checked> {
  const { check, absent } = plan;
  if (absent !== null) throw new TwinZeroError('data', `${check.id} asks about ${check.dataset}: ${absent}`);
  const folder = checkFolder(plan, request.results);
  return withLock(folder, async () => {
    const earlier = request.resume ? null : await moveAside(folder);
    if (earlier !== null) hooks.note(`earlier results moved to ${earlier}`);
    const { place, seed, tokensPerTurn } = request;
    const { onPlayed, signal } = hooks;
    const where = { folder, place, seed, tokensPerTurn, signal, ...(onPlayed && { onPlayed }) };
    const cells: PlayedCell[] = [];
    const changed =
      tokensPerTurn === undefined ? [] : [`A turn ends after ${tokensPerTurn} tokens, where that is sooner.`];
    for (const cell of plan.cells) {
      const played = await playCell(plan, cell, where);
      cells.push(played);
      hooks.note(noteOf(cell, played));
      await writeGenerated(folder, checkFiles({ plan, cells, changed }));
    }
    return { result: { plan, cells, changed }, page: join(folder, 'README.md') };
  });
}

function noteOf({ arm, preset, search }: CheckCell, played: PlayedCell): string {
  const name = `${arm.id}, ${preset.id}, ${search.id}`;
  if (played.kind === 'played') return `${name}: ${played.questions.length} questions played`;
  return played.kind === 'interrupted'
    ? `${name}: interrupted after ${played.played} of ${played.of} questions`
    : `${name}: not available, ${played.reason}`;
}
