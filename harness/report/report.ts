import { hasEnded, type Run, type RunConfig } from '../run/index.ts';
import type { Claim } from './claims/claim.ts';
import { judgeClaims, type JudgedClaim } from './claims/judge-claims.ts';
import type { Controls } from './claims/sensitivity.ts';
import type { Figure } from './figures/band-panel.ts';
import { type SanitySummary, summariseSanity } from './measure/sanity-summary.ts';
import { type ArmSpec, type ArmSummary, summariseArm } from './measure/summarise-arm.ts';
import type { AuthorsCode } from './pages/authors-lines.ts';
import { changedApart } from './read/changed-runs.ts';
import type { BesideSpec, Results } from './read/results.ts';

/** A part of a report that one reproduction needs: a table, its numbers, a picture. */
export interface ReportSection {
  /** In kebab-case; names `<id>.csv` and `figures/<id>.svg`. */
  readonly id: string;
  readonly title: string;
  /** Markdown below the title; empty where the result has nothing to say, and then the section is left out whole. */
  readonly render: (report: Report) => string;
  /** The numbers of the section. */
  readonly csv?: (report: Report) => string;
  /** A picture below the text, and its caption. */
  readonly figure?: { readonly caption: string; readonly view: (report: Report) => Figure };
}

/** A published accuracy with its count; a paper that gives percentages alone has none and says so in `note`. */
export interface PaperRow {
  readonly id: string;
  readonly label: string;
  readonly correct: number;
  readonly n: number;
  /** Training step of the number; null where none is named. */
  readonly step: number | null;
  /** First step at which it was reported collapsed; null where none was. */
  readonly collapse: number | null;
  readonly source: string;
}

/** A published accuracy curve. */
export interface PaperCurve {
  readonly label: string;
  /** The arm it is drawn beside. */
  readonly arm: string;
  readonly points: readonly { readonly step: number; readonly correct: number; readonly n: number }[];
}

/** A published accuracy that is printed beside one of our arms. */
export interface PaperLevel {
  readonly arm: string;
  readonly percent: number;
  readonly source: string;
  /** False where policy, questions or judge are others than ours: the levels are not comparable. */
  readonly sameScale: boolean;
}

/** The published numbers a report prints beside ours. */
export interface PaperFigures {
  readonly citation: string;
  readonly rows: readonly PaperRow[];
  readonly curves: readonly PaperCurve[];
  /** Beside which of our arms its accuracies stand; absent for none. */
  readonly levels?: readonly PaperLevel[];
  /** Ids of the two rows whose difference the paper claims, and our smallest difference of interest; null for none. */
  readonly comparison: {
    readonly treatment: string;
    readonly control: string;
    readonly delta: number;
  } | null;
  /** Caveats for a reader who holds ours beside the paper's, in sentences. */
  readonly note?: string;
}

/** The report's part of a reproduction. */
export interface ReportSpec {
  /** The folder under `results/`. */
  readonly id: string;
  /** Name of the file that exports it, which commands take in place of the id; absent for one of the package. */
  readonly file?: string;
  readonly title: string;
  readonly arms: readonly ArmSpec[];
  readonly claims: readonly Claim[];
  /** Arms that show what a run can tell, on which claims about other arms rest; absent for none. */
  readonly controls?: Controls;
  readonly paper: PaperFigures;
  /** Deliberate differences from the paper that a configuration has, `id: sentence`. */
  readonly deviations: (config: RunConfig) => readonly string[];
  /** The arms that figures over training and the top-level README show; default all, more than six are unreadable. */
  readonly mainArms?: readonly string[];
  /** Results of other reproductions that sections show beside these; absent for none. */
  readonly beside?: readonly BesideSpec[];
  /** The authors' code that ours was read against; absent for none. */
  readonly code?: AuthorsCode;
  /** Parts after the main result, in order. */
  readonly sections?: readonly ReportSection[];
}

/** A result in numbers, computed once and printed by every renderer. */
export interface Report {
  /** Its arms are those of the profile, and any other that was run. */
  readonly spec: ReportSpec;
  readonly profile: string;
  readonly results: Results;
  readonly arms: readonly ArmSummary[];
  readonly sanity: readonly SanitySummary[];
  readonly claims: readonly JudgedClaim[];
  /** Runs that did not end, and arms without any run, in words; empty for a whole result. */
  readonly incomplete: readonly string[];
}

/** A reproduction as commands name it. */
export function namedInCommands({ id, file }: Pick<ReportSpec, 'id' | 'file'>): string {
  return file === undefined ? id : `--reproduction ${file}`;
}

/** Computes a report from results. */
export function makeReport(whole: ReportSpec, given: Results): Report {
  const profile = given.runs[0]?.info.profile ?? '';
  const results = changedApart(given);
  const spec = { ...whole, arms: whole.arms.filter((arm) => belongs(arm, profile, results.runs)) };
  const arms = spec.arms.map((arm) => summariseArm(arm, results.runs));
  return {
    spec,
    profile,
    results,
    arms,
    sanity: results.sanity.map(summariseSanity),
    claims: judgeClaims(spec.claims, results, spec.controls),
    incomplete: [
      ...results.runs.filter((run) => !hasEnded(run)).map(openRun),
      ...arms.filter(({ runs }) => runs.length === 0).map(({ arm }) => `arm ${arm.id} (no run)`),
    ],
  };
}

/** An arm of another profile is no gap; one that was run all the same is shown. */
function belongs({ id, profiles }: ArmSpec, profile: string, runs: readonly Run[]): boolean {
  return profiles === undefined || profiles.includes(profile) || runs.some(({ info }) => info.arm === id);
}

function openRun({ id, evaluations }: Run): string {
  const last = Math.max(0, ...evaluations.map(({ step }) => step));
  return `${id} (last evaluated at step ${last})`;
}
