import type { Wording } from '../../harness/baseline/index.ts';

/** How the policy says one judgement: a text that announces it, and a word for each choice. */
export interface Marks<Choice extends string> {
  /** Empty where the words are said of nothing else. */
  readonly lead: string;
  readonly choices: Readonly<Record<Choice, string>>;
}

/** The four judgements of Self-RAG (arXiv 2310.11511, Table 1). */
export interface ReflectionMarks {
  /** `continue` goes on from the passage that is there. */
  readonly retrieve: Marks<'yes' | 'no' | 'continue'>;
  readonly relevance: Marks<'relevant' | 'irrelevant'>;
  readonly support: Marks<'full' | 'partial' | 'none'>;
  readonly utility: Marks<'one' | 'two' | 'three' | 'four' | 'five'>;
}

/**
 * Words in place of the paper's reflection tokens, which only its own models have in their vocabulary: after a label for a
 * policy that follows instructions, bare for one of few words, which says these of nothing else. Within a group each word
 * begins with another letter, so that its first token tells it from the others. DEVIATION(reflection-words)
 */
export const reflectionMarks: Readonly<Record<Wording, ReflectionMarks>> = {
  instructions: {
    retrieve: { lead: 'Search:', choices: { yes: ' yes', no: ' no', continue: ' continue' } },
    relevance: { lead: 'Passage:', choices: { relevant: ' relevant', irrelevant: ' irrelevant' } },
    support: { lead: 'Support:', choices: { full: ' full', partial: ' partial', none: ' none' } },
    utility: { lead: 'Utility:', choices: { one: ' 1', two: ' 2', three: ' 3', four: ' 4', five: ' 5' } },
  },
  compact: {
    retrieve: { lead: '', choices: { yes: ' need', no: ' given', continue: ' same' } },
    relevance: { lead: '', choices: { relevant: ' match', irrelevant: ' no' } },
    support: { lead: '', choices: { full: ' found', partial: ' something', none: ' wrong' } },
    utility: { lead: '', choices: { one: ' 1', two: ' 2', three: ' 3', four: ' 4', five: ' 5' } },
  },
};

/** A text without the judgements in it. */
export function withoutMarks(text: string, wording: Wording): string {
  const groups: readonly Marks<string>[] = Object.values(reflectionMarks[wording]);
  const said = groups.flatMap(({ lead, choices }) => Object.values(choices).map((choice) => lead + choice));
  return text.replaceAll(new RegExp(`(?:${said.join('|')})\\b`, 'gu'), '');
}
