import { conversation } from './conversation.ts';
import type { Scorable } from './reward.ts';

/** An episode that was played to `answer`, null for none, with these gold answers; for tests. */
export function answered(answer: string | null, golds: readonly string[]): Scorable {
  return conversation([], { answers: golds, answer });
}
