import type { Episode } from '../core/episode.ts';
import type { Message } from '../core/message.ts';
import { episodeMessages } from './episode-messages.ts';

/** What training knows of an episode besides what happened in it. */
export interface EpisodeScores {
  readonly step: number;
  /** Value of each reward part; null where it could not be computed. */
  readonly rewards: Readonly<Record<string, number | null>>;
  /** Null where the episode takes no part in the update. */
  readonly advantage: number | null;
}

/** One line of `episodes.jsonl.gz`. */
export interface EpisodeRow extends Episode, EpisodeScores {
  readonly messages: readonly Message[];
}

/** Makes the row of an episode; fields keep one order, so that equal episodes give equal bytes. */
export function episodeRow(episode: Episode, { step, rewards, advantage }: EpisodeScores): EpisodeRow {
  const { id, question, sample, turns, searches, outcome } = episode;
  const messages = episodeMessages(episode);
  return { id, step, sample, question, outcome, rewards, advantage, messages, searches, turns };
}
