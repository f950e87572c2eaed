import { z } from 'zod';
import type { Baseline } from '../harness/baseline/index.ts';
import { answered, type Outcome, unanswered } from '../harness/core/episode.ts';
import { pythonStrip } from '../harness/core/python-text.ts';
import type { Tape } from '../harness/rollout/index.ts';
import { through } from './parts/answer-tag.ts';
import { asked } from './parts/asked.ts';
import { passagesThatFit } from './parts/passages.ts';
import { selfAskMarks, type SelfAskMarks } from './parts/self-ask-marks.ts';

/** Settings of `self-ask`. */
export interface SelfAskSettings {
  readonly maxFollowUps: number;
  /** Documents pasted for a follow-up. */
  readonly topK: number;
}

const { open, followUp, intermediate, final } = selfAskMarks.instructions;

/** Two examples of ours in the paper's form: one that needs follow-ups and one that needs none. */
const examples = `Question: Is the river through the capital of Hungary longer than the one through the capital of France?
${open} Yes.
${followUp} Which river runs through Budapest?
${intermediate} The Danube.
${followUp} Which river runs through Paris?
${intermediate} The Seine.
${followUp} Which is longer, the Danube or the Seine?
${intermediate} The Danube.
${final} yes

Question: How many legs has a spider?
${open} No.
${final} eight

Go on in the same way. Passages found for a follow-up question are shown to you; then give its intermediate answer.`;

/**
 * Self-Ask with search: the policy asks itself follow-up questions; at the mark of an intermediate answer it is stopped, the
 * follow-up goes to the search word by word, what was found is pasted, and the policy goes on until its final answer. One
 * that ends without it is asked for it.
 *
 * A search returns passages and no short answer as a web engine may: they are pasted where its answer would be, and the
 * policy writes the intermediate answer after them, as in FlashRAG; later passages do not replace earlier ones, as there.
 */
const selfAsk: Baseline<'continuation', SelfAskSettings> = {
  id: 'self-ask',
  title: 'Self-Ask with search',
  source: 'Press et al., arXiv 2210.03350, section 3',
  needs: ['continuation'],
  settings: {
    maxFollowUps: {
      schema: z.int().positive(),
      default: 5,
      source: 'FlashRAG flashrag/pipeline/active_pipeline.py:791-903: max_iter 5; the paper has no limit',
    },
    topK: {
      schema: z.int().positive(),
      default: 5,
      source: 'FlashRAG docs/baseline_details.md: 5 documents',
    },
  },
  paper: [
    {
      model: 'davinci-002',
      metric: 'sub-EM',
      source: 'arXiv 2210.03350, accuracy with search, through a secondary source',
      shares: { bamboogle: 0.6, '2wiki': 0.401, musique: 0.152 },
    },
    {
      model: 'Llama-3.1-8B-Instruct',
      metric: 'sub-EM',
      source: 'arXiv 2503.05592 v2, Table 2',
      shares: { hotpotqa: 0.316, '2wiki': 0.306, bamboogle: 0.36, musique: 0.222 },
    },
  ],
  answer:
    ({ wording }, { maxFollowUps, topK }) =>
    async ({ question }, tape) => {
      const marks = selfAskMarks[wording];
      tape.prompt(asked(question, wording, examples));
      tape.write(marks.open);
      for (let asks = 0; asks <= maxFollowUps; asks += 1) {
        const { text } = await tape.say({
          stopStrings: marks.stops,
          keep: through(...marks.stops),
          open: true,
        });
        const answer = behind(text, marks.final);
        if (answer !== null) return finalOutcome(answer, marks);
        const query = pythonStrip(behind(text, marks.followUp)?.trimStart().split('\n')[0] ?? '');
        if (query === '' || asks === maxFollowUps) break;
        const documents = await tape.search(query, { topK });
        const room = { tape, wording, rest: '\n', reserve: 1 };
        tape.observe(`\n${passagesThatFit(documents, room)}`, 'continuation');
      }
      return forcedAnswer(tape, marks);
    },
  lessons: {
    meridian: async (options) => (await import('./lessons/self-ask-lessons.ts')).selfAskLessons(options),
  },
};
export default selfAsk;

async function forcedAnswer(tape: Tape, marks: SelfAskMarks): Promise<Outcome> {
  tape.write(`\n${marks.final}`);
  const { text } = await tape.say({ stopStrings: [marks.end], keep: through(marks.end), final: true });
  return finalOutcome(text, marks);
}

/** What follows the last `mark`; null where it does not occur. */
function behind(text: string, mark: string): string | null {
  const at = text.lastIndexOf(mark);
  return at === -1 ? null : text.slice(at + mark.length);
}

function finalOutcome(text: string, { end }: SelfAskMarks): Outcome {
  const answer = pythonStrip(text.trimStart().split(end)[0] ?? '').replace(/\.$/u, '');
  return answer === '' ? unanswered('no-action') : answered(answer);
}
