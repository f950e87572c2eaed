import type { SearchRecord } from '../core/episode.ts';
import { mean } from '../statistics/interval.ts';
import type { ScoredEpisode, ScoredGroup } from './score-group.ts';

/** How a step's episodes went; a figure without a case to count is null, never 0. */
export interface Health {
  readonly episodes: number;
  /** Episodes without a reward; every figure below leaves them out. */
  readonly failed: number;
  readonly rewardMean: number | null;
  /** Mean over groups of the sample standard deviation within the group: what advantages are divided by. */
  readonly rewardStd: number | null;
  /** Mean unweighted value of each reward part. */
  readonly parts: Readonly<Record<string, number | null>>;
  readonly groups: number;
  /** Groups of at least two rewards that are all equal: without KL they teach nothing. */
  readonly zeroVarianceGroups: number;
  readonly correctShare: number | null;
  /** Share of episodes that ended in an answer, right or wrong. */
  readonly answeredShare: number | null;
  readonly searchesPerEpisode: number | null;
  /** Share of searches whose query, apart from case and spacing, was asked before in the same episode. */
  readonly repeatedQueryShare: number | null;
  /**
   * P(correct | the first search missed the gold chunk): what ReZero's retry reward is meant to raise. Leaves out
   * episodes whose first search gave simulated documents only: a simulator has no gold chunk to miss.
   */
  readonly recovery: number | null;
  readonly policyTokensPerEpisode: number | null;
}

/** Measures one step; pure. */
export function healthOf(groups: readonly ScoredGroup[]): Health {
  const all = groups.flatMap(({ scored }) => scored);
  const kept = all.filter(({ reward }) => reward !== null);
  const missed = kept.filter(
    ({ episode: { searches } }) => searches[0] !== undefined && missedGold(searches[0]),
  );
  const deviations = groups.map(({ rewards }) => sampleDeviation(rewards)).filter((value) => value !== null);
  const queries = kept.map(({ episode }) => episode.searches.map(({ query }) => plainQuery(query)));
  return {
    episodes: all.length,
    failed: all.length - kept.length,
    rewardMean: mean(kept.map(({ reward }) => reward ?? 0)),
    rewardStd: mean(deviations),
    parts: partMeans(kept),
    groups: groups.length,
    zeroVarianceGroups: deviations.filter((value) => value === 0).length,
    correctShare: correctShare(kept),
    answeredShare: mean(kept.map(({ episode }) => Number(episode.outcome.kind === 'answered'))),
    searchesPerEpisode: mean(queries.map(({ length }) => length)),
    repeatedQueryShare: mean(
      queries.flatMap((asked) => asked.map((query, i) => Number(asked.indexOf(query) < i))),
    ),
    recovery: correctShare(missed),
    policyTokensPerEpisode: mean(kept.map(policyTokens)),
  };
}

function missedGold({ goldRank, documents }: SearchRecord): boolean {
  const simulated = documents.length > 0 && documents.every(({ origin }) => origin === 'simulated');
  return goldRank === null && !simulated;
}

function correctShare(scored: readonly ScoredEpisode[]): number | null {
  return mean(scored.flatMap(({ correct }) => (correct === null ? [] : [Number(correct)])));
}

function partMeans(kept: readonly ScoredEpisode[]): Record<string, number | null> {
  const names = new Set(kept.flatMap(({ parts }) => Object.keys(parts)));
  return Object.fromEntries(
    [...names].map((name) => [name, mean(kept.flatMap(({ parts }) => parts[name] ?? []))]),
  );
}

/** Exactly 0 for equal rewards, null for fewer than two. */
function sampleDeviation(rewards: readonly (number | null)[]): number | null {
  const given = rewards.filter((reward) => reward !== null);
  if (given.length < 2) return null;
  if (given.every((reward) => reward === given[0])) return 0;
  const centre = given.reduce((sum, reward) => sum + reward, 0) / given.length;
  return Math.sqrt(given.reduce((sum, reward) => sum + (reward - centre) ** 2, 0) / (given.length - 1));
}

function plainQuery(query: string): string {
  return query.toLowerCase().split(/\s+/u).filter(Boolean).join(' ');
}

function policyTokens({ episode }: ScoredEpisode): number {
  return episode.turns.reduce((sum, turn) => sum + (turn.role === 'policy' ? turn.tokens.length : 0), 0);
}
