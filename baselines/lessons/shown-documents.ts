import type { Scene } from '../../harness/baseline/index.ts';
import type { Document } from '../../harness/core/episode.ts';

/** The documents found so far that stand in the conversation in which the policy is to speak, each once. */
export function shownDocuments({ main, here }: Scene): Document[] {
  const shown = here.turns.map(({ text }) => text).join('\n');
  const found = main.searches.flatMap(({ documents }) => documents);
  return [...new Map(found.map((one) => [one.id, one])).values()].filter(({ text }) => shown.includes(text));
}

/** The documents of the newest search. */
export function newestDocuments({ main }: Pick<Scene, 'main'>): readonly Document[] {
  return main.searches.at(-1)?.documents ?? [];
}
