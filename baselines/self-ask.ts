import { z } from 'zod';
import type { Baseline } from '../harness/baseline/index.ts';
import { answered, type Outcome, unanswered } from '../harness/core/episode.ts';
import { pythonStrip } from '../harness/core/python-text.ts';
import type { Tape } from '../harness/rollout/index.ts';
import { through } from './parts/answer-tag.ts';
import { asked } from './parts/asked.ts';
import { passagesThatFit } from './parts/passages.ts';
import { selfAskMarks } from './parts/self-ask-marks.ts';

/** Settings of `self-ask`. */
export interface SelfAskSettings {
  readonly maxFollowUps: number;
  /** Documents pasted for a follow-up. */
  readonly topK: number;
}

const { open, followUp, intermediate, final } = selfAskMarks;

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

Go on in the same way. Passages that were found for a follow-up question stand before its intermediate answer.`;

/**
 * Self-Ask with search: the policy asks itself follow-up questions; at the mark of an intermediate answer it is stopped, the
 * follow-up goes to the search word by word, what was found is pasted, and the policy goes on until its final answer. One
 * that ends without it is asked for it.
 *
 * A search returns passages and no short answer as a web engine may, so that they stand before the mark, and the
 * intermediate answer is the policy's, as in FlashRAG; later passages do not replace earlier ones, as they do there.
 */
const selfAsk: Baseline<never, SelfAskSettings> = {
  id: 'self-ask',
  title: 'Self-Ask with search',
  source: 'Press et al., arXiv 2210.03350, section 3',
  needs: [],
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
      tape.prompt(asked(question, wording, examples));
      tape.write(open);
      for (let asks = 0; asks <= maxFollowUps; asks += 1) {
        const { text } = await tape.say({ stopStrings: [intermediate], keep: beforeMark, open: true });
        const answer = afterMark(text, final);
        if (answer !== null) return finalOutcome(answer);
        const query = afterMark(text, followUp);
        if (query === null || query === '' || asks === maxFollowUps) break;
        const documents = await tape.search(query, { topK });
        const rest = `\n${intermediate}`;
        tape.observe(`\n${passagesThatFit(documents, { tape, wording, rest, reserve: 1 })}`, 'continuation');
        tape.write(intermediate);
      }
      return forcedAnswer(tape);
    },
  lessons: {
    meridian: async (options) => (await import('./lessons/self-ask-lessons.ts')).selfAskLessons(options),
  },
};
export default selfAsk;

async function forcedAnswer(tape: Tape): Promise<Outcome> {
  tape.write(`\n${final}`);
  const { text } = await tape.say({ stopStrings: ['\n'], keep: through('\n'), final: true });
  return finalOutcome(text);
}

/** The mark at which the policy was stopped is written again behind the passages. */
function beforeMark(text: string): string {
  return text.split(intermediate)[0] ?? text;
}

/** The rest of the line behind the last `mark`, stripped; null where it does not occur. */
function afterMark(text: string, mark: string): string | null {
  const at = text.lastIndexOf(mark);
  return at === -1
    ? null
    : pythonStrip(
        text
          .slice(at + mark.length)
          .trimStart()
          .split('\n')[0] ?? '',
      );
}

function finalOutcome(line: string): Outcome {
  const answer = pythonStrip(line).replace(/\.$/u, '');
  return answer === '' ? unanswered('no-action') : answered(answer);
}
