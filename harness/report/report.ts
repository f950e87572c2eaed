import type { ArmSpec, Claim, ClaimResult, ReportSpec } from './report-spec.ts';
import type { Results } from './results.ts';
import { hasEnded, type Run } from './run.ts';
import { type PairedTest, pairedTests } from './paired-tests.ts';
import { type SanitySummary, summariseSanity } from './sanity-summary.ts';
import { type ArmSummary, summariseArm } from './summarise-arm.ts';

/** Everything the renderers print, computed once. */
export interface Report {
  /** Its arms are those of the profile, and any other that was run. */
  readonly spec: ReportSpec;
  readonly profile: string;
  readonly results: Results;
  readonly arms: readonly ArmSummary[];
  readonly sanity: readonly SanitySummary[];
  readonly claims: readonly { readonly claim: Claim; readonly result: ClaimResult }[];
  readonly tests: readonly PairedTest[];
  /** Runs that did not end, and arms without any run, in words; empty for a whole result. */
  readonly incomplete: readonly string[];
}

/** Computes a report from results. */
export function makeReport(whole: ReportSpec, results: Results): Report {
  const profile = results.runs[0]?.info.profile ?? '';
  const spec = { ...whole, arms: whole.arms.filter((arm) => belongs(arm, profile, results.runs)) };
  const arms = spec.arms.map((arm) => summariseArm(arm, results.runs));
  return {
    spec,
    profile,
    results,
    arms,
    sanity: results.sanity.map(summariseSanity),
    claims: spec.claims.map((claim) => ({ claim, result: claim.evaluate(results) })),
    tests: spec.comparisons.flatMap((comparison) => pairedTests(results.runs, comparison)),
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
