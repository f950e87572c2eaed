import type { Chunk, Question } from '../core/question.ts';
import type { HeldOut, Split } from '../data/dataset.ts';
import type { QuestionOutcome } from '../run/evaluation-row.ts';
import { oracleBackend } from '../search/oracle-backend.ts';
import { evaluatePolicy, type EvaluationOptions } from './evaluate-policy.ts';
import { judgeFixedAnswers } from './sanity-fixed-answers.ts';
import { mostFrequentAnswer } from './sanity-most-frequent.ts';
import { evaluateScripted, type SearchScripts } from './sanity-scripted.ts';

/** One reference line of the result table; sanity.json holds a list of them. */
export interface SanityRow {
  readonly id: 'base' | 'ceiling' | 'verbatim' | 'most-frequent' | 'most-frequent-overall';
  readonly label: string;
  readonly split: Split;
  readonly outcomes: readonly QuestionOutcome[];
}

/** What the reference lines are computed from; the player's engine holds the base policy. */
export interface SanityOptions extends EvaluationOptions {
  readonly split: SanityRow['split'];
  readonly questions: readonly HeldOut<Question>[];
  /** Whose answers are counted for the rows without a model. */
  readonly train: readonly Question[];
  readonly chunks: readonly Chunk[];
  readonly scripts: SearchScripts;
}

/**
 * The lines every result table is read against: the base policy; the ceiling, which is handed the needed chunks
 * in order as if it had searched for them; one search with the question verbatim; and, without a model, the most
 * frequent answer among the training questions of the same answer type, and of all.
 */
export async function sanityRows(options: SanityOptions): Promise<SanityRow[]> {
  const { questions, split, chunks, train, judge } = options;
  const base = await evaluatePolicy(questions, options);
  const ceiling = await evaluateScripted(questions, {
    ...options,
    search: oracleBackend(chunks),
    script: options.scripts.ceiling,
  });
  const verbatim = await evaluateScripted(questions, {
    ...options,
    search: options.player.search,
    script: options.scripts.verbatim,
  });
  const byType = mostFrequentAnswer(train, 'answer-type');
  const overall = mostFrequentAnswer(train, 'overall');
  return [
    { id: 'base', label: 'base policy', split, outcomes: base.map(({ outcome }) => outcome) },
    { id: 'ceiling', label: 'base policy reading the needed chunks', split, outcomes: ceiling },
    { id: 'verbatim', label: 'one verbatim search, then answer', split, outcomes: verbatim },
    {
      id: 'most-frequent',
      label: 'most frequent training answer of the answer type',
      split,
      outcomes: await judgeFixedAnswers(questions, byType, judge),
    },
    {
      id: 'most-frequent-overall',
      label: 'most frequent training answer',
      split,
      outcomes: await judgeFixedAnswers(questions, overall, judge),
    },
  ];
}
