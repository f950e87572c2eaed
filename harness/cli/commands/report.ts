import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { isPublished, ownResults, publishedResults, shownResults } from '../../core/result-folders.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import {
  allPapers,
  findReproduction,
  paperReproductions,
  reproductionNames,
} from '../../reproduce/find-reproductions.ts';
import type { ReportPlace } from '../../reproduce/publish.ts';
import { type Reproduction, reportSpecOf } from '../../reproduce/reproduction.ts';
import { printError, printLine } from '../print.ts';
import { chosenReproduction, type ReproductionFlags, withReproduction } from '../reproduction-flags.ts';
import { publishOption, requireMeant } from '../run-flags.ts';

interface ReportFlags extends ReproductionFlags {
  readonly profile?: string;
  readonly results?: string;
  readonly publish?: boolean;
  readonly check?: boolean;
  readonly wide?: boolean | undefined;
}

/** Place in the help. */
export const rank = 60;

const notes = `
Without --results: where ${ownResults}/ of the working directory holds what is named, by its profile or else by any, its tables and
figures are written again; elsewhere the published results of a clone are shown, and stay as they are without --publish.`;

/** `twinzero report`: writes and prints the tables, figures and verdicts of a result folder from its files, or checks them. */
export function reportCommand(): Command {
  return withReproduction(
    new Command('report').description(
      'write and print tables, figures and verdicts from the files of a result folder',
    ),
    `which one, default every one with results; ${allPapers}: the page of both papers side by side`,
  )
    .option('--profile <name>', 'the folder under <results>/<reproduction>/; "default" by default')
    .option('--results <folder>', 'where the results lie')
    .addOption(publishOption())
    .option(
      '--wide',
      'print every column, also where the terminal is too narrow; elsewhere than there all are',
    )
    .addOption(
      new Option(
        '--check',
        'write nothing; exit 1 and name the files of the published results, or of --results, that would change',
      ).implies({ results: publishedResults() }),
    )
    .addHelpText('after', notes)
    .action(report);
}

async function report(named: string | undefined, flags: ReportFlags): Promise<void> {
  const { check = false, publish = false, wide } = flags;
  const isEach = named === undefined && flags.reproduction === undefined;
  const name = isEach ? null : chosenReproduction(named, flags);
  const asked = await reproductionsOf(name);
  const place = placeOf(asked, flags);
  const given = flags.results !== undefined;
  if (given && !check) requireMeant({ publish, results: place.results });
  const shown = { ...place, write: given || place.results === ownResults };
  if (name === allPapers) return reportAll(shown, check);
  const found = isEach ? withResults(asked, place) : asked;
  if (check) await checkEach(found, place);
  else await showEach(found, { ...shown, wide });
}

/** The reproduction of a name, those of both papers for `all`, every one for null. */
async function reproductionsOf(name: string | null): Promise<Reproduction[]> {
  if (name === allPapers) return paperReproductions();
  return Promise.all((name === null ? await reproductionNames() : [name]).map(findReproduction));
}

/** @throws TwinZeroError `data` where none has results: a check of nothing must not pass. */
function withResults(asked: readonly Reproduction[], place: ReportPlace): Reproduction[] {
  const found = asked.filter(({ id }) => isIn(place, id));
  if (found.length > 0) return found;
  throw new TwinZeroError(
    'data',
    `there are no results of profile ${place.profile} under ${place.results}; run twinzero reproduce, or name the folder with --results, or a reproduction of your own with --reproduction`,
  );
}

/** The profile to take first where none is named, and the others where it is not there. */
const profiles = ['default', 'full', 'paper', 'quick', 'smoke'] as const;

/** The results that are meant: of the working directory where it has any, and no folder is named. */
function placeOf(asked: readonly Reproduction[], { results, profile }: ReportFlags): ReportPlace {
  const first = profile ?? profiles[0];
  if (results !== undefined) return { results, profile: first };
  const own = (profile === undefined ? profiles : [profile]).find((one) =>
    asked.some(({ id }) => isIn({ results: ownResults, profile: one }, id)),
  );
  return own === undefined
    ? { results: shownResults(), profile: first }
    : { results: ownResults, profile: own };
}

function isIn({ results, profile }: ReportPlace, id: string): boolean {
  return existsSync(join(results, id, profile, 'runs'));
}

interface ShownPlace extends ReportPlace {
  /** False to leave the files as they are. */
  readonly write: boolean;
}

async function reportAll(place: ShownPlace, check: boolean): Promise<void> {
  const { combinedPage, publishCombined, staleCombined } = await import('../../reproduce/publish.ts');
  if (check) nameStale(await staleCombined(place), place);
  else printLine(place.write ? await publishCombined(place) : combinedPage(place));
}

async function showEach(
  found: readonly Reproduction[],
  { write, wide, ...place }: ShownPlace & Pick<ReportFlags, 'wide'>,
): Promise<void> {
  const { loadPublished, publishReport } = await import('../../reproduce/publish.ts');
  const { printResult } = await import('../print-result.ts');
  for (const one of found) {
    const { report: made, page } = await (write ? publishReport : loadPublished)(reportSpecOf(one), place);
    printResult(made, wide);
    printLine(`\n${page}`);
  }
}

async function checkEach(found: readonly Reproduction[], place: ReportPlace): Promise<void> {
  const { staleFiles } = await import('../../reproduce/publish.ts');
  const stale: string[] = [];
  for (const one of found) stale.push(...(await staleFiles(reportSpecOf(one), place)));
  nameStale(stale, place);
}

function nameStale(stale: readonly string[], { results }: ReportPlace): void {
  for (const path of stale) printLine(path);
  if (stale.length === 0) return;
  const where = isPublished(results) ? '--publish' : `--results ${results}`;
  printError(`the files above differ from what their runs give; run twinzero report with ${where}`);
  process.exitCode = 1;
}
