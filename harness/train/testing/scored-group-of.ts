import type { Episode } from '../../core/episode.ts';
import { groupOf } from '../../core/group.ts';
import { testQuestion } from '../../core/testing/test-question.ts';
import type { ScoredEpisode, ScoredGroup } from '../score-group.ts';

/** One episode in short: what it asked, whether its searches hit, who answered them, how it ended, what it earned. */
export interface EpisodeSketch {
  readonly searches?: readonly {
    readonly query: string;
    readonly hit: boolean;
    readonly simulated?: boolean;
  }[];
  readonly answered?: boolean;
  /** Null for an episode that failed. */
  readonly correct: boolean | null;
  readonly reward: number | null;
  readonly format?: number | null;
  readonly policyTokens?: number;
}

const question = testQuestion({ id: 'q' });

/** A group made of sketches. */
export function scoredGroupOf(sketches: readonly EpisodeSketch[]): ScoredGroup {
  const scored = sketches.map(scoredEpisode);
  return {
    group: groupOf(
      question,
      scored.map(({ episode }) => episode),
    ),
    scored,
    rewards: scored.map(({ reward }) => reward),
  };
}

function scoredEpisode(sketch: EpisodeSketch, sample: number): ScoredEpisode {
  const { searches = [], answered = true, correct, reward, format = null, policyTokens = 0 } = sketch;
  const tokens = Array.from({ length: policyTokens }, (_, i) => i);
  const ended: Episode['outcome'] = answered
    ? { kind: 'answered', answer: 'x' }
    : { kind: 'unanswered', reason: 'turn-limit' };
  return {
    episode: {
      id: `1/q/${sample}`,
      question,
      sample,
      turns: [
        { role: 'prompt', text: '', tokens: [9, 9, 9] },
        { role: 'policy', text: '', tokens, logprobs: tokens.map(() => -1) },
      ],
      searches: searches.map(({ query, hit, simulated = false }) => ({
        query,
        documents: simulated ? [{ id: 's0', text: 'written', origin: 'simulated' }] : [],
        backend: 'b',
        goldRank: hit ? 1 : null,
      })),
      outcome: reward === null ? { kind: 'failed', error: { kind: 'search', message: 'gone' } } : ended,
    },
    verdict: correct === null ? null : { kind: correct ? 'correct' : 'incorrect' },
    correct,
    parts: { format },
    reward,
  };
}
