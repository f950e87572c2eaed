import type { Split } from '../data/dataset.ts';
import { evaluatePolicy, type EvaluationOptions } from '../evaluate/evaluate-policy.ts';
import { requireMostScored } from '../evaluate/require-few-failures.ts';
import type { Kit, QuestionOutcome, ReferenceRow } from '../run/index.ts';
import { baselineAnswer, unavailable } from './baseline.ts';
import { findBaseline } from './find-baselines.ts';
import { worldOf } from './world-of.ts';

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

/**
 * The lines every result table is read against, on one split: the base policy as it is, and the baselines that need no
 * training. One that needs what the data set lacks, e.g. search scripts, is left out.
 * @param kit holds the base policy.
 * @throws TwinZeroError when a row lost more episodes than the configuration's `maxFailureShare`.
 */
export async function referenceRows(kit: Kit, split: Split, seed: number): Promise<ReferenceRow[]> {
  const { dataset } = kit;
  const questions = split === 'dev' ? dataset.dev : dataset.heldOut;
  const world = worldOf(kit);
  const outcomesOf = async (
    label: string,
    answer?: EvaluationOptions['answer'],
  ): Promise<QuestionOutcome[]> => {
    const judged = await evaluatePolicy(kit, questions, { seed, ...(answer !== undefined && { answer }) });
    requireMostScored(judged, {
      during: `the reference row "${label}" on ${split}`,
      maxShare: kit.config.maxFailureShare,
    });
    return judged.map(({ outcome }) => outcome);
  };
  const base = 'base policy';
  const rows: ReferenceRow[] = [{ id: 'base', label: base, split, outcomes: await outcomesOf(base) }];
  for (const { id, label, baseline: name, settings } of lines) {
    const baseline = await findBaseline(name);
    if (unavailable(baseline, world) !== null) continue;
    const answer = baselineAnswer(baseline, world, settings);
    rows.push({ id, label, split, outcomes: await outcomesOf(label, answer) });
  }
  return rows;
}
