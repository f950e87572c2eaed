import type { Wording } from '../../harness/baseline/index.ts';
import type { Document } from '../../harness/core/episode.ts';
import { neutraliseTags, type Tape } from '../../harness/rollout/index.ts';

/**
 * Documents as a list, in which nothing of theirs can pass for a tag: `Doc 1: ...`, one a line, as FlashRAG numbers them;
 * for a policy of few words in the form in which it was shown results.
 */
export function passageList(documents: readonly Pick<Document, 'text'>[], wording: Wording): string {
  const texts = documents.map(({ text }) => neutraliseTags(text));
  return wording === 'compact'
    ? texts.map((text, i) => `Result ${i + 1}:\n${text}\n------\n`).join('')
    : texts.map((text, i) => `Doc ${i + 1}: ${text}\n`).join('');
}

/** A conversation that is not begun, and what its prompt must hold besides passages. */
export interface PromptRoom {
  readonly tape: Tape;
  readonly wording: Wording;
  /** The rest of the prompt. */
  readonly rest: string;
  /** Tokens to leave for what follows the prompt. */
  readonly reserve: number;
}

/** As many leading passages as the context has room for, as a list; the rest is left out whole. */
export function passagesThatFit(
  documents: readonly Document[],
  { tape, wording, rest, reserve }: PromptRoom,
): string {
  for (let count = documents.length; count > 0; count -= 1) {
    const list = passageList(documents.slice(0, count), wording);
    if (tape.tokensOf(list + rest) + markers + reserve <= tape.left.contextTokens) return list;
  }
  return '';
}

/** Room for chat markers around a message; common templates take fewer. */
export const markers = 16;
