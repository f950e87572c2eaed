import type { SearchRecord } from '../core/episode.ts';
import { mean } from '../statistics/interval.ts';
import type { Health } from '../run/index.ts';
import type { ScoredEpisode, ScoredGroup } from './score-group.ts';

/** Measures one step; pure. */
export function healthOf(groups: readonly ScoredGroup[]): Health {
  const all = groups.flatMap(({ scored }) => scored);
  const kept = all.filter(({ reward }) => reward !== null);
  const missed = kept.filter(
    ({ episode: { question, searches } }) =>
      question.goldChunkId !== null && searches[0] !== undefined && missedGold(searches[0]),
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
