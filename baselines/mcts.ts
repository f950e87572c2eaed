import { z } from 'zod';
import type { Baseline, BaselineWorld, Wording } from '../harness/baseline/index.ts';
import { answered, type Document, type Outcome, unanswered } from '../harness/core/episode.ts';
import { pythonStrip } from '../harness/core/python-text.ts';
import { TwinZeroError } from '../harness/core/twin-zero-error.ts';
import { LimitReached, type Tape } from '../harness/rollout/index.ts';
import { agreement } from './parts/agreement.ts';
import { type Action, actionForms, actionsAfter, type ActionStep, notesOf } from './parts/airrag-actions.ts';
import { answerTokens, tagAnswer, through } from './parts/answer-tag.ts';
import { asked } from './parts/asked.ts';
import { markers, passagesThatFit } from './parts/passages.ts';
import { endsOf, treeSearch, type TreeWorld } from './parts/tree-search.ts';
import { verdict } from './parts/verdict.ts';

/** Settings of `mcts`. */
export interface MctsSettings {
  /** Paths that are played to their end. */
  readonly rollouts: number;
  /** Texts of each action; analysis and query transformation have their own number. */
  readonly samples: number;
  readonly planSamples: number;
  /** UCT's weight of what was seldom tried. */
  readonly exploration: number;
  readonly maxDepth: number;
  /** Retrievals of a path. */
  readonly maxReads: number;
  /** Documents of a retrieval. */
  readonly topK: number;
  readonly temperature: number;
  readonly topP: number;
  /** Most likely tokens that are sampled among. */
  readonly amongTokens: number;
  /** Analysis and query transformation at temperature 1 among all tokens. */
  readonly diverse: boolean;
  /** What chooses among the answers of the tree. */
  readonly choose: 'agreement' | 'summary' | 'verifier';
  readonly answerTokens: number;
}

const count = z.int().positive();

/**
 * AirRAG: a Monte Carlo tree search whose moves are five ways to think: analyse the question, answer it at once, retrieve
 * and answer, transform the query, summarise into an answer. A path ends with a summary. Its reward is how well that agrees
 * with the other samples of the same summary, so 1 where one is drawn. Of the answers in the tree the one is chosen that
 * agrees best with all others, or that a verifier trusts most, or a last summary is made of them.
 *
 * Every action is a conversation of its own, in which the policy is shown what the path has so far. Similarity is that of
 * word sets; the paper's second, of embeddings, is left out. The verifier is the policy's own probability that an answer is
 * right: the paper tunes a second model on Monte Carlo values.
 */
const mcts: Baseline<'continuation', MctsSettings> = {
  id: 'mcts',
  title: 'tree search over search and reasoning (AirRAG)',
  source: 'Feng et al., arXiv 2501.10053, section 3 and appendix A',
  needs: ['continuation'],
  settings: {
    rollouts: { schema: count, default: 1, source: 'AirRAG appendix A: 1 in Table 1; Table 2 has 32' },
    samples: { schema: count, default: 1, source: 'AirRAG appendix A: n = 1 in Table 1; Table 2 has 3, too' },
    planSamples: {
      schema: count,
      default: 1,
      source: 'AirRAG appendix A; 3 for these two alone is as good as 3 for all, Table 2',
    },
    exploration: {
      schema: z.number().min(0),
      default: Math.SQRT2,
      source: 'UCB1 (Auer et al. 2002) for rewards of 0 to 1; the paper does not tell its weight',
    },
    maxDepth: { schema: count, default: 10, source: 'AirRAG appendix A: d = 10' },
    maxReads: { schema: count, default: 4, source: 'AirRAG appendix A: A3 and A4 at most 4 times' },
    topK: { schema: count, default: 5, source: 'AirRAG section 4.1: 5 documents' },
    temperature: { schema: z.number().min(0), default: 0.7, source: 'AirRAG appendix A' },
    topP: { schema: z.number().positive().max(1), default: 0.8, source: 'AirRAG appendix A' },
    amongTokens: { schema: count, default: 50, source: 'AirRAG appendix A: top_k 50' },
    diverse: { schema: z.boolean(), default: false, source: 'AirRAG Table 2: a variant' },
    choose: {
      schema: z.enum(['agreement', 'summary', 'verifier']),
      default: 'agreement',
      source: 'AirRAG appendix A: self-consistency; its reward model is another model',
    },
    answerTokens,
  },
  paper: [
    {
      model: 'Qwen2.5-7B',
      metric: 'F1',
      source: 'arXiv 2501.10053 Table 1',
      shares: { nq: 0.604, triviaqa: 0.743, hotpotqa: 0.749, musique: 0.303, '2wiki': 0.657 },
    },
    {
      model: 'Qwen2.5-14B',
      metric: 'F1',
      source: 'arXiv 2501.10053 Table 1',
      shares: { nq: 0.662, triviaqa: 0.781, hotpotqa: 0.799, musique: 0.36, '2wiki': 0.704 },
    },
    {
      model: 'Llama-3-8B-Instruct',
      metric: 'EM',
      source: 'arXiv 2501.10053 Table 5',
      shares: { nq: 0.536, triviaqa: 0.632 },
    },
    {
      model: 'Llama-3-8B-Instruct',
      metric: 'F1',
      source: 'arXiv 2501.10053 Table 5',
      shares: { popqa: 0.518, hotpotqa: 0.676, '2wiki': 0.663 },
    },
  ],
  answer:
    (world, settings) =>
    async ({ question }, tape) => {
      const play: Play = { tape, question, world, settings };
      const moves: TreeWorld<ActionStep> = {
        follow: (path) => follow(path, play),
        reward: (path) => rewardOf(path.at(-1)),
      };
      const { rollouts, exploration, maxDepth } = settings;
      const root = await treeSearch(moves, { rollouts, exploration, maxDepth, random: tape.random });
      const ends = endsOf(root, moves);
      return ends.length === 0 ? unanswered('no-action') : choose(ends, play);
    },
  lessons: {
    meridian: async (options) => (await import('./lessons/mcts-lessons.ts')).mctsLessons(options),
  },
};
export default mcts;

/** The reward of a path that ends with this step; null where it goes on. */
function rewardOf(last: ActionStep | undefined): number | null {
  return last?.action === 'summarise' ? last.agreement : null;
}

/** What one question is played with. */
interface Play {
  readonly tape: Tape;
  readonly question: string;
  readonly world: Pick<BaselineWorld, 'wording' | 'logprobs'>;
  readonly settings: MctsSettings;
}

/** The steps that may follow a path: each action that has its turn, as often as it is sampled, and none twice. */
async function follow(path: readonly ActionStep[], play: Play): Promise<ActionStep[]> {
  const steps: ActionStep[] = [];
  for (const action of actionsAfter(path, play.settings)) {
    const query = path.findLast((step) => step.action === 'transform')?.text ?? play.question;
    const { topK } = play.settings;
    const documents = action === 'retrieve' ? await play.tape.search(query, { topK }) : [];
    const texts = await samplesOf({ action, path, documents, play });
    const agreements = agreement(texts);
    const taken = texts.map((text, i): ActionStep => ({
      action,
      text,
      documents,
      agreement: agreements[i] ?? 0,
    }));
    steps.push(
      ...taken.filter(({ text }, i) => texts.indexOf(text) === i && (text !== '' || documents.length > 0)),
    );
  }
  return steps;
}

/** What the policy says by an action, as often as that is sampled. */
async function samplesOf(speaking: Speaking): Promise<string[]> {
  const { tape, settings } = speaking.play;
  const texts: string[] = [];
  while (texts.length < (isPlan(speaking.action) ? settings.planSamples : settings.samples))
    texts.push(await speak(tape.branch(), speaking));
  return texts;
}

function isPlan(action: Action): boolean {
  return action === 'analyse' || action === 'transform';
}

interface Speaking {
  readonly action: Action;
  readonly path: readonly ActionStep[];
  /** Found just now. */
  readonly documents: readonly Document[];
  readonly play: Play;
}

/** What the policy says by one action; nothing where the context has no room for the path. */
async function speak(side: Tape, { action, path, documents, play }: Speaking): Promise<string> {
  const { question, world, settings } = play;
  const { cue, end, instructions } = actionForms[world.wording][action];
  const prompt = promptOf({
    side,
    path,
    documents,
    world,
    head: asked(question, world.wording, instructions),
  });
  if (prompt === null) return '';
  side.prompt(prompt);
  side.write(cue);
  const free = settings.diverse && isPlan(action);
  const { text } = await side.say({
    temperature: free ? 1 : settings.temperature,
    topP: free ? 1 : settings.topP,
    topK: settings.amongTokens,
    stopStrings: [end],
    keep: through(end),
    ...(cue === '<answer>' && { maxTokens: settings.answerTokens }),
  });
  return pythonStrip(text.split(end)[0] ?? '');
}

interface Room {
  readonly side: Tape;
  readonly path: readonly ActionStep[];
  readonly documents: readonly Document[];
  readonly world: Play['world'];
  readonly head: string;
}

/** Passages, newest first, question and notes of a path; null where notes and question alone are too long. */
function promptOf({ side, path, documents, world: { wording }, head }: Room): string | null {
  const rest = head + notesOf(path, wording);
  const reserve = 1;
  if (side.tokensOf(rest) + markers + reserve >= side.left.contextTokens) return null;
  const found = [documents, ...path.map((step) => step.documents).toReversed()].flat();
  const distinct = [...new Map(found.map((one) => [one.text, one])).values()];
  return passagesThatFit(distinct, { tape: side, wording, rest, reserve }) + rest;
}

/** Chooses among the answers of the tree; the first one met among equals. */
async function choose(ends: readonly (readonly ActionStep[])[], play: Play): Promise<Outcome> {
  const { tape, question, world, settings } = play;
  const answers = ends.map((path) => path.at(-1)?.text ?? '');
  if (settings.choose === 'summary') {
    const { instructions } = actionForms[world.wording].summarise;
    const candidates = [...new Set(answers)].map((text): ActionStep => ({
      action: 'answer',
      text,
      documents: [],
      agreement: 1,
    }));
    tape.prompt(asked(question, world.wording, instructions) + notesOf(candidates, world.wording));
    return tagAnswer(tape, settings.answerTokens);
  }
  const scores = settings.choose === 'agreement' ? agreement(answers) : await trust(ends, play);
  const answer = answers[scores.indexOf(Math.max(...scores))] ?? '';
  tape.prompt(asked(question, world.wording, ''));
  tape.write(`<answer>${answer}</answer>`);
  return answered(answer);
}

const verifierInstructions = `Is the last note the right answer to the question? Reply with the single word yes or no.`;

/** How likely the policy finds it that the answer of each path is right, 0 to 1. */
async function trust(
  ends: readonly (readonly ActionStep[])[],
  { tape, question, world }: Play,
): Promise<number[]> {
  const { wording, logprobs: codec } = world;
  if (codec === undefined)
    throw new TwinZeroError(
      'configuration',
      'the verifier of mcts wants an engine that reports probabilities of tokens; set `choose` to agreement',
    );
  const scores: number[] = [];
  for (const path of ends) {
    const side = tape.branch();
    const [shown, lead] = leadOf(path, wording);
    const head = asked(question, wording, verifierInstructions);
    const prompt = promptOf({ side, path: shown, documents: [], world, head });
    if (prompt === null) throw new LimitReached('token-limit');
    scores.push(await verdict(side, { prompt, lead }, { codec, wording }));
  }
  return scores;
}

/** A small policy says the answer once more and goes on with its verdict; one that reads instructions is shown it. */
function leadOf(path: readonly ActionStep[], wording: Wording): [ActionStep[], string] {
  return wording === 'compact' ? [path.slice(0, -1), ` ${path.at(-1)?.text}`] : [[...path], ''];
}
