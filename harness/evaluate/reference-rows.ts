import type { Question } from '../core/question.ts';
import type { HeldOut } from '../data/dataset.ts';
import { baselineAnswer, type BaselineWorld } from '../rollout/baseline.ts';
import type { QuestionOutcome, Split } from '../run/evaluation-row.ts';
import { evaluatePolicy, type EvaluationOptions } from './evaluate-policy.ts';
import { findBaseline } from './find-baselines.ts';

/** One reference line of the result table; `sanity.json` holds a list of them. */
export interface ReferenceRow {
  readonly id: string;
  readonly label: string;
  readonly split: Split;
  readonly outcomes: readonly QuestionOutcome[];
}

/** Settings of the reference lines; the player's engine holds the base policy. */
export interface ReferenceOptions extends Omit<EvaluationOptions, 'answer'> {
  readonly split: Split;
  readonly questions: readonly HeldOut<Question>[];
  readonly world: BaselineWorld;
}

/** The lines that are baselines, in the order of the table. */
const lines: readonly {
  readonly id: string;
  readonly label: string;
  readonly baseline: string;
  readonly settings?: Readonly<Record<string, unknown>>;
}[] = [
  { id: 'ceiling', label: 'base policy reading the needed chunks', baseline: 'oracle' },
  { id: 'verbatim', label: 'one verbatim search, then answer', baseline: 'verbatim' },
  {
    id: 'most-frequent',
    label: 'most frequent training answer of the answer type',
    baseline: 'most-frequent',
    settings: { among: 'answer-type' },
  },
  {
    id: 'most-frequent-overall',
    label: 'most frequent training answer',
    baseline: 'most-frequent',
    settings: { among: 'overall' },
  },
];

/** The lines every result table is read against: the base policy as it is, and the baselines that need no training. */
export async function referenceRows({
  split,
  questions,
  world,
  ...evaluation
}: ReferenceOptions): Promise<ReferenceRow[]> {
  const outcomesOf = async (answer?: EvaluationOptions['answer']): Promise<QuestionOutcome[]> => {
    const judged = await evaluatePolicy(questions, {
      ...evaluation,
      ...(answer !== undefined && { answer }),
    });
    return judged.map(({ outcome }) => outcome);
  };
  const rows: ReferenceRow[] = [{ id: 'base', label: 'base policy', split, outcomes: await outcomesOf() }];
  for (const { id, label, baseline, settings } of lines) {
    const answer = baselineAnswer(await findBaseline(baseline), world, settings);
    rows.push({ id, label, split, outcomes: await outcomesOf(answer) });
  }
  return rows;
}
