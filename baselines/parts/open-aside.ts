import { LimitReached, type Tape } from '../../harness/rollout/index.ts';
import { markers } from './passages.ts';

/**
 * Begins a conversation beside the episode.
 * @throws LimitReached where the context has no room for the prompt and one token behind it.
 */
export function openAside(side: Tape, prompt: string): void {
  if (side.tokensOf(prompt) + markers + 1 > side.left.contextTokens) throw new LimitReached('token-limit');
  side.prompt(prompt);
}
