import type { Wording } from '../../harness/baseline/index.ts';

/** The question as a user message: under instructions, or bare for a policy that reads none. */
export function asked(question: string, wording: Wording, instructions: string): string {
  return wording === 'compact' ? `Question: ${question}` : `${instructions}\nQuestion: ${question}`;
}
