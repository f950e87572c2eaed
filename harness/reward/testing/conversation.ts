import type { Scorable } from '../reward.ts';

/** One message in short: its role, its content. */
export type Line = readonly [role: string, content: string];

/** A scorable episode from its lines, for tests and examples; `fields` add the chunk, the verdict, the answers. */
export function conversation(lines: readonly Line[], fields: Partial<Scorable> = {}): Scorable {
  const messages = lines.map(([role, content]) => ({ role, content }));
  return { id: 'q', question: '', answers: [], messages, ...fields };
}

/** An episode that was played to `answer`, null for none, with these gold answers; for tests. */
export function answered(answer: string | null, golds: readonly string[]): Scorable {
  return conversation([], { answers: golds, answer });
}
