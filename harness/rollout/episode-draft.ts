import type { SearchRecord } from '../core/search-record.ts';
import type { Turn } from '../core/turn.ts';

/** An episode being played: what has happened so far, which a failure must not lose. */
export interface EpisodeDraft {
  readonly turns: Turn[];
  readonly searches: SearchRecord[];
  /** The tokens of all turns, one after the other: what the engine is given. */
  readonly tokens: number[];
}

/** Adds a turn and its tokens to `draft`. */
export function addTurn(draft: EpisodeDraft, turn: Turn): void {
  draft.turns.push(turn);
  for (const token of turn.tokens) draft.tokens.push(token);
}
