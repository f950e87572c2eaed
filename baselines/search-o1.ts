import { z } from 'zod';
import type { Baseline, Wording } from '../harness/baseline/index.ts';
import { answered, type Document, unanswered } from '../harness/core/episode.ts';
import { pythonStrip } from '../harness/core/python-text.ts';
import { firstTagPair } from '../harness/core/tag-bodies.ts';
import { neutraliseTags, type Tape } from '../harness/rollout/index.ts';
import { through } from './parts/answer-tag.ts';
import { asked } from './parts/asked.ts';
import { passagesThatFit } from './parts/passages.ts';

/** Settings of `search-o1`. */
export interface SearchO1Settings {
  readonly topK: number;
  readonly maxSearches: number;
}

const instructions = `Reason step by step towards the answer. Whenever you are unsure of a fact, ask for it inside your \
reasoning by writing <search> query </search>; what is relevant of the results is given to you between <information> and \
</information>, and you go on reasoning. When you are sure, write the bare answer between <answer> and </answer>.`;

const condenseInstructions = `Below are the reasoning of a solver so far, its newest search query, and the pages found for \
it. Take from the pages what helps the reasoning to go on, and write it down as briefly as it allows, so that it fits in \
where the reasoning stopped. Where the pages hold nothing of use, write: No helpful information found.`;

/** Tags at which the policy is stopped: a query goes to the search, and an answer ends the episode. */
const closing = ['</search>', '</answer>'];

const exhausted = 'No more searches are possible. Answer from what is known.';

/**
 * Search-o1: the policy searches in the midst of its reasoning; the documents never enter it. In a conversation beside it
 * the policy first condenses them against the reasoning so far and the query (reason in documents), and only that text
 * is inserted. What goes beyond the search limit is told so.
 *
 * Markers are the tags of the protocols here instead of the paper's own, and an answer tag instead of a box.
 */
const searchO1: Baseline<'continuation', SearchO1Settings> = {
  id: 'search-o1',
  title: 'search in reasoning, reason in documents (Search-o1)',
  source: 'Li et al., arXiv 2501.05366, section 3',
  needs: ['continuation'],
  settings: {
    topK: {
      schema: z.int().positive(),
      default: 5,
      source:
        'ZeroSearch (arXiv 2505.04588 v3) section 4.1: 5 documents; the settings of its run are not published',
    },
    maxSearches: {
      schema: z.int().positive(),
      default: 5,
      source:
        'ours: most turns of the runs that ZeroSearch compares it with; the settings of its run are not published',
    },
  },
  paper: [
    {
      model: 'Qwen2.5-7B-Instruct',
      metric: 'sub-EM',
      source: 'ZeroSearch Table 3',
      shares: {
        nq: 0.194,
        triviaqa: 0.406,
        popqa: 0.114,
        hotpotqa: 0.17,
        '2wiki': 0.27,
        musique: 0.086,
        bamboogle: 0.304,
      },
    },
    {
      model: 'Qwen2.5-7B',
      metric: 'EM',
      source: 'Search-R1 Table 2, through secondary sources',
      shares: {
        nq: 0.151,
        triviaqa: 0.443,
        popqa: 0.131,
        hotpotqa: 0.187,
        '2wiki': 0.176,
        musique: 0.058,
        bamboogle: 0.296,
      },
    },
    {
      model: 'Qwen2.5-7B-Instruct',
      metric: 'F1',
      source: 'DeepResearcher (arXiv 2504.03160) Table 1, local corpus',
      shares: {
        nq: 0.345,
        triviaqa: 0.526,
        hotpotqa: 0.316,
        '2wiki': 0.286,
        musique: 0.168,
        bamboogle: 0.358,
        popqa: 0.369,
      },
    },
  ],
  answer:
    ({ wording }, { topK, maxSearches }) =>
    async ({ question }, tape) => {
      const problem = asked(question, wording, instructions);
      tape.prompt(problem);
      for (let searches = 0; ;) {
        const { text } = await tape.say({ stopStrings: closing, keep: through(...closing), open: true });
        const action = firstTagPair(text, ['search', 'answer']);
        const body = pythonStrip(action?.body ?? '');
        if (body === '') return unanswered(action?.tag === 'search' ? 'empty-query' : 'no-action');
        if (action?.tag === 'answer') return answered(body);
        searches += 1;
        const reasoning = reasoningOf(tape);
        const told =
          searches > maxSearches
            ? exhausted
            : await condensed(tape.branch(), {
                question,
                reasoning,
                query: body,
                wording,
                documents: await tape.search(body, { topK }),
              });
        tape.observe(`\n\n<information>${neutraliseTags(told)}</information>\n\n`, 'continuation');
      }
    },
  lessons: {
    meridian: async (options) => (await import('./lessons/search-o1-lessons.ts')).searchO1Lessons(options),
  },
};
export default searchO1;

/** All that stands in the policy's message: what it wrote and what was inserted. */
function reasoningOf({ turns }: Tape): string {
  return pythonStrip(
    turns
      .slice(1)
      .map(({ text }) => text)
      .join(''),
  );
}

interface Condensing {
  readonly question: string;
  readonly reasoning: string;
  readonly query: string;
  readonly documents: readonly Document[];
  readonly wording: Wording;
}

/** What the documents give for the reasoning, in the policy's words. */
async function condensed(
  side: Tape,
  { question, reasoning, query, documents, wording }: Condensing,
): Promise<string> {
  const before =
    wording === 'compact'
      ? `Question: ${question}\n${reasoning}\n`
      : `${condenseInstructions}\n\nQuestion: ${question}\n\nReasoning:\n${reasoning}\n\nQuery: ${query}\n\nPages:\n`;
  const room = { tape: side, wording, rest: before, reserve: 1 };
  side.prompt(before + passagesThatFit(documents, room));
  return pythonStrip((await side.say()).text);
}
