import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { withHolm } from '../claims/judge-claims.ts';
import type { Report, ReportSpec } from '../report.ts';
import { loadReport } from './build-report.ts';

/** A reproduction to be shown beside others. */
export interface CombinedSource {
  /** Short, for column headings. */
  readonly title: string;
  readonly spec: ReportSpec;
}

/** Reproductions side by side, at one profile. */
export interface CombinedReport {
  readonly profile: string;
  readonly parts: readonly CombinedPart[];
}

/** One of them; its report is null where it has no results yet. */
export interface CombinedPart extends CombinedSource {
  readonly report: Report | null;
}

/** Place of the result folders. */
export interface CombinedPlace {
  /** The folder that holds one folder for each reproduction. */
  readonly results: string;
  readonly profile: string;
  /** Reports of these folders that have been computed already, by the id of their reproduction. */
  readonly computed?: ReadonlyMap<string, Report>;
}

/**
 * Reads the result folder of each reproduction, in the order given.
 * @throws TwinZeroError `data` for a broken file; a result that is not there is no error.
 */
export async function loadCombinedReport(
  sources: readonly CombinedSource[],
  { results, profile, computed }: CombinedPlace,
): Promise<CombinedReport> {
  const parts: CombinedPart[] = [];
  for (const source of sources) {
    const folder = join(results, source.spec.id, profile);
    const known = computed?.get(source.spec.id);
    const report = known ?? ((await hasRuns(folder)) ? await loadReport(folder, source.spec) : null);
    parts.push({ ...source, report });
  }
  return { profile, parts: judgedTogether(parts) };
}

/** Claims that stand on one page are adjusted for each other. */
function judgedTogether(parts: readonly CombinedPart[]): CombinedPart[] {
  const judged = withHolm(parts.flatMap(({ report }) => report?.claims ?? []));
  return parts.map((part) => {
    const { report } = part;
    if (report === null) return part;
    const own = new Set(report.claims.map(({ claim }) => claim));
    return { ...part, report: { ...report, claims: judged.filter(({ claim }) => own.has(claim)) } };
  });
}

/** False as well for run folders that were opened and hold no run.json yet. */
async function hasRuns(folder: string): Promise<boolean> {
  const runs = join(folder, 'runs');
  if (!existsSync(runs)) return false;
  return (await readdir(runs)).some((name) => existsSync(join(runs, name, 'run.json')));
}

/** State of a result; only a complete one can be quoted. */
export type CombinedState = 'complete' | 'incomplete' | 'missing';

/** The state of one of the results. */
export function stateOf({ report }: CombinedPart): CombinedState {
  if (report === null) return 'missing';
  return report.incomplete.length === 0 ? 'complete' : 'incomplete';
}

/** The commits that the runs of a report were made at, in order of first appearance; `unknown` outside a checkout. */
export function commitsOf({ results }: Report): string[] {
  const commits = results.runs.flatMap(({ info }) =>
    info.commits.length === 0 ? ['unknown'] : info.commits,
  );
  return [...new Set(commits)];
}
