import type { DocumentLabel } from '../../search/document-label.ts';
import { containsWords } from '../meridian/contains-words.ts';
import type { SearchPair } from './search-pair.ts';

/** What makes documents useful: that their episode ended well, or what they say. */
export type PairLabelling = 'outcome' | 'judge';

/** A pair with what a simulator is to be told when it learns to write these documents. */
export interface LabelledPair extends SearchPair {
  readonly label: DocumentLabel;
}

/**
 * Labels pairs. `outcome`: the documents of a search are useful when its episode's answer is right (first version of
 * the paper). `judge`: each document is judged alone and becomes a pair of its own, useful when it holds the gold
 * answer word by word (ZeroSearch section 3.3, later versions).
 *
 * DEVIATION(gold-judge): the paper's judge is a language model, not named, that says whether a document is enough to
 * answer the query; so a document of a first hop may pass there and is noisy here.
 */
export function labelPairs(pairs: readonly SearchPair[], labelling: PairLabelling): LabelledPair[] {
  if (labelling === 'outcome')
    return pairs.map((pair) => ({ ...pair, label: pair.episodeCorrect ? 'useful' : 'noisy' }));
  return pairs.flatMap((pair) =>
    pair.documents.map((document) => ({
      ...pair,
      documents: [document],
      label: containsWords(document, pair.gold) ? ('useful' as const) : ('noisy' as const),
    })),
  );
}
