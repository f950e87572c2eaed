import type { Interval } from '../../statistics/interval.ts';
import { finding } from '../claims/finding.ts';
import { type JudgedClaim, verdictText } from '../claims/judge-claims.ts';
import { runCost } from '../measure/run-cost.ts';
import type { Report } from '../report.ts';
import { type ResultRow, resultRows } from './result-rows.ts';

/** The text of result.json: rows and claims of a report as data; shares are 0 to 1, intervals 95 %. */
export function resultJson(report: Report): string {
  const { spec, profile, incomplete, claims, results } = report;
  const result = {
    schema: 1,
    reproduction: spec.id,
    profile,
    title: spec.title,
    incomplete,
    cost: runCost(results.runs),
    rows: resultRows(report).map(rowOf),
    claims: claims.map(claimOf),
  };
  return `${JSON.stringify(result, rounded, 2)}\n`;
}

function rowOf({ start, late, peak, searches, recovery, paper, ...row }: ResultRow): object {
  return {
    ...row,
    accuracyBefore: start,
    accuracyLastThird: late,
    accuracyBestHeldOut: peak,
    searches,
    recovery,
    paper:
      paper === null
        ? null
        : { accuracy: paper.percent / 100, source: paper.source, comparable: paper.sameScale },
  };
}

interface ClaimRecord {
  readonly id: string;
  readonly standing: JudgedClaim['claim']['standing'];
  readonly statement: string;
  readonly verdict: string;
  readonly finding: string;
  readonly effect: Interval | null;
  readonly unit: JudgedClaim['claim']['delta']['unit'];
  readonly delta: number;
  /** Null where the paper gives none on our scale: not comparable. */
  readonly paperEffect: number | null;
  readonly questions: number;
  readonly seeds: number;
  readonly p: number | null;
  readonly adjusted: number | null;
  readonly fixedOn: string;
}

function claimOf(judged: JudgedClaim): ClaimRecord {
  const { claim, result, adjusted } = judged;
  const { id, standing, statement, delta, paperEffect = null, fixedOn } = claim;
  const { effect, questions, seeds, p } = result;
  return {
    id,
    standing,
    statement,
    verdict: verdictText(judged),
    finding: finding(judged),
    effect,
    unit: delta.unit,
    delta: delta.value,
    paperEffect,
    questions,
    seeds,
    p,
    adjusted,
    fixedOn,
  };
}

/** Six decimals, so that a last digit of the machine's arithmetic is no change of the file. */
function rounded(_: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toFixed(6)) : value;
}
