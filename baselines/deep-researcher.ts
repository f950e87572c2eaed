import { z } from 'zod';
import { type Baseline, type Wording, wordingOf } from '../harness/baseline/index.ts';
import { answered, type Document, unanswered } from '../harness/core/episode.ts';
import { type Answer, neutraliseTags, rezeroProtocol, type Tape } from '../harness/rollout/index.ts';
import { through } from './parts/answer-tag.ts';
import { asked } from './parts/asked.ts';
import { learningRate } from './parts/rates.ts';
import { notesOnPage } from './parts/reading-agent.ts';
import { researchTools } from './parts/research-tools.ts';
import { trainByReward } from './parts/train-by-reward.ts';

/** Settings of `deep-researcher`. */
export interface DeepResearcherSettings {
  /** Pages that a query lists. */
  readonly topK: number;
  /** Words of a page that a list shows. */
  readonly snippetWords: number;
  /** Words of a page that are read at a time. */
  readonly partWords: number;
  readonly learningRate: number;
}

const instructions = `Find the answer to the question below by research. You have two tools. To call one, write a JSON object \
between <tool_call> and </tool_call>, and nothing after it:
<tool_call>{"name": "web_search", "arguments": {"query": ["first query", "second query"]}}</tool_call> lists pages, each with \
its url and its first words.
<tool_call>{"name": "browse_webpage", "arguments": {"url_list": ["url of a listed page"]}}</tool_call> has the pages read \
for you and gives you notes on them.
Each time, think first, between <think> and </think>; then either call one tool or, once you are sure, write the bare answer \
between <answer> and </answer>.`;

const nothingFound: Readonly<Record<Wording, string>> = {
  instructions: 'Nothing was found.',
  compact: 'nothing came back',
};

/**
 * DeepResearcher: the policy searches, which shows it the beginnings of pages, has pages read, and answers; it is trained by
 * GRPO, paid -1 for a broken format or no answer, else the word F1 of the answer. A malformed call ends the episode.
 *
 * Pages are the documents of the episode's search, so that nothing is fetched. The reading agent is the policy itself, in
 * conversations beside; it is not trained, as there, and a policy of few words is shown the page as it is. Eight episodes a
 * question instead of 16.
 */
const deepResearcher: Baseline<'train' | 'training' | 'continuation', DeepResearcherSettings> = {
  id: 'deep-researcher',
  title: 'GRPO on format and F1 with a search and a page reader (DeepResearcher)',
  source:
    'Zheng et al., arXiv 2504.03160, section 3; GAIR-NLP/DeepResearcher @c93be8f scrl/llm_agent/generation.py',
  needs: ['train', 'training', 'continuation'],
  settings: {
    topK: {
      schema: z.int().positive(),
      default: 10,
      source: 'arXiv 2504.03160 section 3: title, URL and snippet of the first 10',
    },
    snippetWords: {
      schema: z.int().positive(),
      default: 25,
      source: 'ours: about the 150 characters that a web engine shows',
    },
    partWords: {
      schema: z.int().positive(),
      default: 300,
      source: 'ours: the length of the pages that its reading agents go through one by one is not published',
    },
    learningRate: learningRate(
      3e-4,
      'ours: as in the ZeroSearch reproduction; 1e-6 there is for 7 billion parameters (train_grpo.sh)',
    ),
  },
  paper: [
    {
      model: 'Qwen2.5-7B-Instruct, web',
      metric: 'F1',
      source: 'DeepResearcher (arXiv 2504.03160) Table 1',
      shares: {
        nq: 0.396,
        triviaqa: 0.784,
        hotpotqa: 0.528,
        '2wiki': 0.597,
        musique: 0.271,
        bamboogle: 0.71,
        popqa: 0.485,
      },
    },
    {
      model: 'Qwen2.5-7B-Instruct, local corpus',
      metric: 'F1',
      source: 'DeepResearcher (arXiv 2504.03160) Table 1',
      shares: {
        nq: 0.295,
        triviaqa: 0.519,
        hotpotqa: 0.294,
        '2wiki': 0.263,
        musique: 0.127,
        bamboogle: 0.427,
        popqa: 0.232,
      },
    },
  ],
  answer: ({ wording }, settings) => research(wording, settings),
  async train(ground, settings) {
    const { config, seed } = ground;
    const wording = wordingOf(config.protocol);
    await trainByReward(
      ground,
      {
        ...config,
        seed,
        protocol: { kind: 'rezero', prompt: wording },
        rewards: [{ name: 'format_f1', weight: 1, reward: 'format-f1' }],
        groupSize: 8,
        temperature: 1,
        // One update per rollout stage, KL in the loss at 0.001: `train_grpo.sh @c93be8f`; decay and clip are verl's defaults.
        learningRate: { kind: 'constant', peak: settings.learningRate, warmupRatio: 0.1 },
        adam: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01, maxGradNorm: 1 },
        algorithm: { name: 'grpo', scale: 'std' },
        loss: { kind: 'ppo', clipLow: 0.2, clipHigh: 0.2 },
        reduction: 'token-mean',
        klCoefficient: 0.001,
      },
      research(wording, settings),
    );
  },
  lessons: {
    meridian: async (options) =>
      (await import('./lessons/deep-researcher-lessons.ts')).deepResearcherLessons(options),
  },
};
export default deepResearcher;

/** Turn by turn, until an answer, a malformed call, or a limit. */
function research(wording: Wording, settings: DeepResearcherSettings): Answer {
  const { stops, parse } = researchTools[wording];
  return async ({ question }, tape) => {
    const pages = new ListedPages();
    tape.prompt(asked(question, wording, instructions));
    for (;;) {
      if (wording === 'instructions') tape.write('<think>');
      const { text, cutShort } = await tape.say({ stopStrings: stops, keep: through(...stops) });
      const action = parse(text);
      if (action.kind === 'answer') return answered(action.answer);
      if (action.kind === 'malformed') return unanswered(cutShort ?? 'no-action');
      const shown =
        action.kind === 'search'
          ? await listed(tape, pages, { ...settings, wording, queries: action.queries })
          : await read(tape, pages.named(action.pages), { ...settings, wording, question });
      tape.observe(shown === '' ? nothingFound[wording] : shown);
    }
  };
}

/** Pages that searches listed: by url ever after, by number until the next list. */
class ListedPages {
  #newest: readonly Document[] = [];
  readonly #byUrl = new Map<string, Document>();

  list(documents: readonly Document[]): void {
    this.#newest = documents;
    for (const document of documents) this.#byUrl.set(urlOf(document), document);
  }

  /** The pages of these names, without those that no list has. */
  named(names: readonly string[]): readonly Document[] {
    return names.flatMap((name) => this.#byUrl.get(name) ?? this.#newest[Number(name) - 1] ?? []);
  }
}

/** A name by which a page can be asked for, which looks like no number. */
function urlOf({ id }: Document): string {
  return `page/${neutraliseTags(id)}`;
}

interface Listing extends Pick<DeepResearcherSettings, 'topK' | 'snippetWords'> {
  readonly wording: Wording;
  readonly queries: readonly string[];
}

/** The beginnings of the pages that the queries find, each page once. */
async function listed(
  tape: Tape,
  pages: ListedPages,
  { wording, queries, topK, snippetWords }: Listing,
): Promise<string> {
  const found = new Map<string, Document>();
  for (const query of queries) for (const one of await tape.search(query, { topK })) found.set(one.id, one);
  const documents = [...found.values()];
  pages.list(documents);
  const beginnings = documents.map((one) => ({
    ...one,
    text: one.text.split(/\s+/u).slice(0, snippetWords).join(' '),
  }));
  if (documents.length === 0) return '';
  if (wording === 'compact') return rezeroProtocol({ prompt: wording }).observation(beginnings);
  return beginnings.map((one, i) => `${i + 1}. ${urlOf(one)}: ${neutraliseTags(one.text)} ...`).join('\n');
}

interface Reading extends Pick<DeepResearcherSettings, 'partWords'> {
  readonly wording: Wording;
  readonly question: string;
}

/** What the pages hold: the pages themselves for a policy of few words, else notes on each. */
async function read(
  tape: Tape,
  documents: readonly Document[],
  { wording, question, partWords }: Reading,
): Promise<string> {
  if (documents.length === 0) return '';
  if (wording === 'compact') return rezeroProtocol({ prompt: wording }).observation(documents);
  const notes: string[] = [];
  for (const document of documents) {
    const { text } = document;
    const told = await notesOnPage({ text, question, partWords, branch: () => tape.branch() });
    notes.push(`${urlOf(document)}: ${told === '' ? 'nothing of use' : neutraliseTags(told)}`);
  }
  return notes.join('\n');
}
