import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { packageRoot } from '../core/package-root.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import {
  type CombinedSource,
  curvesCsv,
  loadCombinedReport,
  loadReport,
  printedSections,
  readEpisodeSample,
  type Report,
  summaryCsv,
  writeGenerated,
} from '../report/index.ts';
import type { ShownEpisode } from '../run/index.ts';
import { armComparisons } from './arm-comparison.ts';
import { armFigures } from './arm-figures.ts';
import { curveFigures } from './curve-figures.ts';
import { episodesBody } from './episodes/episodes-page.ts';
import { indexBody, type Shown } from './index-page.ts';
import { type Board, readBoards } from './leaderboard.ts';
import { leaderboardBody, leaderboardFigures } from './leaderboard-page.ts';
import { type NavEntry, page } from './page.ts';
import { reproductionBody } from './reproduction-page.ts';
import { figureFiles } from './site-figure.ts';
import { sectionFigure } from './table-figure.ts';

/** A reproduction that the site may show. */
export interface SiteSource extends CombinedSource {
  /** True for a paper's own reproduction: their primary claims stand together on the front page. */
  readonly isPaper: boolean;
}

/** Where the results lie and where the site goes. */
export interface SitePlace {
  /** The folder that holds one folder for each result. */
  readonly results: string;
  readonly profile: string;
  /** The site's folder; files of other names in it are left alone. */
  readonly out: string;
  /** Told the path of each page when it is written. */
  readonly onPage?: (path: string) => void;
}

/**
 * Writes the site: an index, a page for each reproduction with results, a page for each leaderboard, their figures,
 * numbers and scripts; the same bytes for the same results.
 * @throws TwinZeroError `data` where no reproduction has results, or for a broken file; `internal` where the package
 * was not built.
 */
export async function publishSite(sources: readonly SiteSource[], place: SitePlace): Promise<void> {
  const reports = await loadReports(sources, place);
  if (reports.length === 0)
    throw new TwinZeroError(
      'data',
      `there are no results of profile ${place.profile} under ${place.results}; run twinzero reproduce, or name the folder with --results`,
    );
  const boards = await readBoards(place.results);
  const nav = [
    { label: 'Findings', path: 'index.html' },
    ...reports.map(({ title, report }) => ({ label: title, path: pathOf(report) })),
    ...boards.map(({ id }) => ({ label: `Baselines ${id}`, path: boardPath(id) })),
  ];
  await writeAssets(place.out);
  for (const one of reports) await writeReproduction(one, nav, place);
  for (const board of boards) await writeBoard(board, nav, place);
  await writeIndex(await judgedTogether(reports, sources, place), boards, { nav, place });
}

interface Loaded {
  readonly title: string;
  readonly isPaper: boolean;
  readonly report: Report;
}

async function loadReports(
  sources: readonly SiteSource[],
  { results, profile }: SitePlace,
): Promise<Loaded[]> {
  const found: Loaded[] = [];
  for (const { spec, title, isPaper } of sources) {
    const folder = join(results, spec.id, profile);
    if (existsSync(join(folder, 'runs')))
      found.push({ title, isPaper, report: await loadReport(folder, spec) });
  }
  return found;
}

/** The reports with the papers' claims adjusted for each other, as they stand on one page. */
async function judgedTogether(
  loaded: readonly Loaded[],
  sources: readonly SiteSource[],
  { results, profile }: SitePlace,
): Promise<Shown[]> {
  const computed = new Map(loaded.map(({ report }) => [report.spec.id, report]));
  const papers = sources.filter(({ isPaper }) => isPaper);
  const { parts } = await loadCombinedReport(papers, { results, profile, computed });
  return loaded.map(({ title, isPaper, report }) => ({
    title,
    isPaper,
    path: pathOf(report),
    report: parts.find(({ spec }) => spec.id === report.spec.id)?.report ?? report,
  }));
}

function pathOf({ spec }: Report): string {
  return `${spec.id}/index.html`;
}

function boardPath(id: string): string {
  return `baselines-${id}/index.html`;
}

interface Navigation {
  readonly nav: readonly NavEntry[];
  readonly place: SitePlace;
}

async function writeReproduction(
  { title, report }: Loaded,
  nav: readonly NavEntry[],
  place: SitePlace,
): Promise<void> {
  const path = pathOf(report);
  const folder = join(place.out, dirname(path));
  const curves = curveFigures(report);
  const arms = armFigures(report);
  const sections = printedSections(report).map((section) => ({ section, figure: sectionFigure(section) }));
  const numbers = new Map([
    ['summary.csv', summaryCsv(report)],
    ['curves.csv', curvesCsv(report)],
    ...sections.flatMap(({ section: { id, csv } }) =>
      csv === undefined ? [] : [[`${id}.csv`, csv] as const],
    ),
  ]);
  const episodes = await readEpisodeSample(join(place.results, report.spec.id, place.profile));
  const body = reproductionBody({
    report,
    curves,
    arms,
    sections,
    comparisons: armComparisons(report),
    files: [...numbers.keys()],
    hasEpisodes: episodes !== null,
  });
  const figures = await figureFiles([...curves, ...arms, ...sections.flatMap(({ figure }) => figure ?? [])]);
  const text = page({
    title: report.spec.title,
    description: `${title}: claims, curves and tables.`,
    root: '../',
    nav,
    path,
    body,
  });
  await writeGenerated(folder, new Map([...numbers, ...figures, ['index.html', text]]));
  place.onPage?.(join(place.out, path));
  if (episodes !== null) await writeEpisodes({ title, report, episodes }, nav, place);
}

async function writeEpisodes(
  {
    title,
    report: { spec },
    episodes,
  }: Pick<Loaded, 'title' | 'report'> & { readonly episodes: readonly ShownEpisode[] },
  nav: readonly NavEntry[],
  place: SitePlace,
): Promise<void> {
  const text = page({
    title: `Episodes: ${title}`,
    description: `What the policies of ${title} wrote, read and were paid for.`,
    root: '../',
    nav,
    path: `${spec.id}/episodes.html`,
    body: episodesBody({ title, back: 'index.html', arms: spec.arms, episodes }),
    scripts: 'episodes',
  });
  await writeGenerated(join(place.out, spec.id), new Map([['episodes.html', text]]));
  place.onPage?.(join(place.out, spec.id, 'episodes.html'));
}

async function writeBoard(board: Board, nav: readonly NavEntry[], place: SitePlace): Promise<void> {
  const path = boardPath(board.id);
  const figures = leaderboardFigures(board);
  const body = leaderboardBody(board, figures);
  const text = page({
    title: `Baselines ${board.id}`,
    description: 'Every baseline on the same questions.',
    root: '../',
    nav,
    path,
    body,
  });
  const rows = await readFile(join(place.results, 'baselines', board.id, 'rows.csv'), 'utf8');
  const files = new Map([...(await figureFiles(figures)), ['rows.csv', rows], ['index.html', text]]);
  await writeGenerated(join(place.out, dirname(path)), files);
  place.onPage?.(join(place.out, path));
}

async function writeIndex(
  shown: readonly Shown[],
  boards: readonly Board[],
  { nav, place }: Navigation,
): Promise<void> {
  const listed = boards.map(({ id, rows }) => ({ title: id, path: boardPath(id), rows: rows.length }));
  const body = indexBody(shown, listed);
  const description =
    'Whether two papers on language models that learn to search reproduce, how sure that is, and what it cost.';
  const text = page({
    title: 'TwinZero: did they reproduce?',
    description,
    root: '',
    nav,
    path: 'index.html',
    body,
  });
  await writeGenerated(place.out, new Map([['index.html', text]]));
  place.onPage?.(join(place.out, 'index.html'));
}

/** The scripts that draw the figures, from their packages, and the site's own script and style. */
async function writeAssets(out: string): Promise<void> {
  const { resolve } = createRequire(import.meta.url);
  // An import of each package finds the folder of what was built of it.
  const built = (name: string, file: string): string => join(dirname(resolve(name)), file);
  const client = join(packageRoot(), 'dist', 'harness', 'site', 'client');
  if (!existsSync(client))
    throw new TwinZeroError('internal', `${client} is missing; build the package with npm run build`);
  const files = {
    'vega.min.js': built('vega', 'vega.min.js'),
    'vega-lite.min.js': built('vega-lite', 'vega-lite.min.js'),
    'vega-embed.min.js': built('vega-embed', 'vega-embed.min.js'),
    'site.js': join(client, 'site.js'),
    'arms.js': join(client, 'arms.js'),
    'tables.js': join(client, 'tables.js'),
    'episodes.js': join(client, 'episodes.js'),
    'site.css': join(packageRoot(), 'harness', 'site', 'client', 'site.css'),
    'episodes.css': join(packageRoot(), 'harness', 'site', 'client', 'episodes.css'),
  };
  const texts = await Promise.all(
    Object.entries(files).map(async ([name, file]) => [name, await readFile(file, 'utf8')] as const),
  );
  await writeGenerated(
    join(out, 'assets'),
    new Map(texts.map(([name, text]) => [name, text.replace(/\n\/\/# sourceMappingURL=.*\s*$/u, '\n')])),
  );
}
