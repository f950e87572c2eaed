import type { Wording } from '../../harness/baseline/index.ts';

/** Phrases of Self-Ask. */
export interface SelfAskMarks {
  /** Asks whether follow-ups are needed. */
  readonly open: string;
  readonly followUp: string;
  readonly intermediate: string;
  readonly final: string;
  /** What ends a final answer, besides the end of the text. */
  readonly end: string;
  /** Strings at which the policy is stopped. */
  readonly stops: readonly string[];
}

/**
 * The paper's phrases (Press et al., arXiv 2210.03350, figure 3); for a policy of few words phrases in these: it would have
 * to learn to spell the others letter by letter.
 */
export const selfAskMarks: Readonly<Record<Wording, SelfAskMarks>> = {
  instructions: {
    open: 'Are follow up questions needed here:',
    followUp: 'Follow up:',
    intermediate: 'Intermediate answer:',
    final: 'So the final answer is:',
    end: '\n',
    stops: ['Intermediate answer:'],
  },
  compact: {
    open: ' need:',
    followUp: 'Question:',
    intermediate: 'Result:',
    final: '<answer>',
    end: '</answer>',
    stops: ['Result:', '</answer>'],
  },
};
