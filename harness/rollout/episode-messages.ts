import type { Episode } from '../core/episode.ts';
import type { Message } from '../core/message.ts';
import type { TurnRole } from '../core/turn.ts';

const chatRole: Readonly<Record<TurnRole, string>> = {
  prompt: 'user',
  policy: 'assistant',
  observation: 'user',
};

/** The episode as chat messages, one per turn. */
export function episodeMessages(episode: Pick<Episode, 'turns'>): Message[] {
  return episode.turns.map(({ role, text }) => ({ role: chatRole[role], content: text }));
}
