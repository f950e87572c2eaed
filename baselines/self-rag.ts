import type { Baseline, Wording } from '../harness/baseline/index.ts';
import { answered, type Document, unanswered } from '../harness/core/episode.ts';
import { mapConcurrent } from '../harness/core/map-concurrent.ts';
import { pythonStrip } from '../harness/core/python-text.ts';
import { firstTagPair } from '../harness/core/tag-bodies.ts';
import type { SampleResult } from '../harness/engine/index.ts';
import type { Tape } from '../harness/rollout/index.ts';
import { through } from './parts/answer-tag.ts';
import { asked } from './parts/asked.ts';
import { type Critique, critiqueOf, type SegmentScore } from './parts/critique.ts';
import { passagesThatFit } from './parts/passages.ts';
import { reflectionMarks, withoutMarks } from './parts/reflection-marks.ts';
import { type SelfRagSettings, selfRagSettings } from './parts/self-rag-settings.ts';

const instructions = `Answer the question in steps. First say whether a passage is to be searched for: "Search: yes" or \
"Search: no". Where a passage is then shown, judge it, "Passage: relevant" or "Passage: irrelevant"; state the one fact that \
brings you nearer to the answer; and say whether the passage bears it out: "Support: full", "Support: partial" or "Support: \
none". Where a fact is still missing, go on with "Search: yes". As soon as you know it, give the bare answer between <answer> \
and </answer> as the fact, and end with how useful it is, "Utility: 1" to "Utility: 5".`;

/**
 * Self-RAG: the policy says itself whether to retrieve. Where it does, it goes on from each passage alone, judges the
 * passage, what it wrote and how useful that is, and the probabilities of these judgements score the continuation. A beam
 * search over segments keeps the best paths; each path's newest segment leads its next retrieval. The answer is the best
 * path's.
 */
const selfRag: Baseline<'logprobs' | 'continuation', SelfRagSettings> = {
  id: 'self-rag',
  title: 'retrieval on demand and self-critique (Self-RAG)',
  source:
    'Asai et al., arXiv 2310.11511, sections 3.2 and 3.3; AkariAsai/self-rag @1fcdc42 retrieval_lm/run_short_form.py:51-200, run_long_form_static.py',
  needs: ['logprobs', 'continuation'],
  settings: selfRagSettings,
  deviations: {
    'reflection-words':
      'reflections are words of the policy after labels, or bare, instead of tokens added to its vocabulary.',
    'retrieval-ratio':
      'the threshold is held against a ratio of probabilities; the released short-form code divides log-probabilities.',
    'finished-paths':
      'a path that has ended stays in the beam with its score; in the released code it leaves the beam as soon as another one goes on.',
    'critic-facts':
      'the critic of the lessons labels by what the documents are known to hold, instead of a language model that was tuned on labels of GPT-4.',
  },
  paper: [
    {
      model: 'Llama-2-7B, trained by the method',
      metric: 'sub-EM',
      source: 'arXiv 2310.11511 Table 2, through secondary sources',
      shares: { popqa: 0.549, triviaqa: 0.664 },
    },
    {
      model: 'Llama-2-13B, trained by the method',
      metric: 'sub-EM',
      source: 'arXiv 2310.11511 Table 2, through secondary sources',
      // As a quotient: the linter takes 0.693 for the logarithm of 2.
      shares: { popqa: 0.558, triviaqa: 69.3 / 100 },
    },
    {
      model: 'selfrag-llama2-7B',
      metric: 'EM',
      source: 'FlashRAG README, its uniform setting',
      shares: { nq: 0.364, triviaqa: 0.382 },
    },
  ],
  answer: ({ wording, logprobs: codec }, settings) => {
    const { beamWidth, maxSegments, topLogprobs } = settings;
    const critique = critiqueOf(codec, wording);
    const decisions = Object.values(reflectionMarks[wording].retrieve.choices).map(pythonStrip);
    return async ({ question }, tape) => {
      const problem = asked(question, wording, instructions);
      tape.prompt(problem);
      const { lead } = critique.retrieve;
      if (lead !== '') tape.write(lead);
      const once = { temperature: 0, maxTokens: 1, stopStrings: decisions, open: true };
      const { sampled } = await tape.say({ ...once, topLogprobs });
      const next = openingAt(sampled, 0, { critique, settings });
      let beam: readonly Path[] = [{ text: '', fact: '', score: 1, next }];
      for (let segment = 0; segment < maxSegments && beam.some(isOpen); segment += 1) {
        const grown: Path[] = [];
        for (const path of beam)
          grown.push(...(await growth(tape, path, { problem, question, wording, critique, settings })));
        beam = grown.toSorted((a, b) => b.score - a.score).slice(0, beamWidth);
      }
      const best = beam.find((path) => !isOpen(path)) ?? beam[0];
      const text = best?.text ?? '';
      tape.write(text);
      const answer = pythonStrip(firstTagPair(text, ['answer'])?.body ?? '');
      return answer === '' ? unanswered('no-action') : answered(answer);
    };
  },
  lessons: {
    meridian: async (options) => (await import('./lessons/self-rag-lessons.ts')).selfRagLessons(options),
  },
};
export default selfRag;

/** How a segment begins: with a search, or with what is known. */
type Opening = 'search' | 'none';

/** What was written so far, and how good it is. */
interface Path {
  /** All segments, without what opens the next. */
  readonly text: string;
  /** What the newest segment states, without judgements: half of the next query, which the question begins. */
  readonly fact: string;
  /** The product of the scores of its segments. */
  readonly score: number;
  /** Null where the policy has ended. */
  readonly next: Opening | null;
}

function isOpen({ next }: Path): boolean {
  return next !== null;
}

interface Judging {
  readonly critique: Critique;
  readonly settings: SelfRagSettings;
}

interface Growing extends Judging {
  readonly problem: string;
  readonly question: string;
  readonly wording: Wording;
}

/**
 * The decision at a place: by its probability, or by what was said. A policy that finds neither likely retrieves.
 * DEVIATION(retrieval-ratio)
 */
function openingAt(said: SampleResult, place: number, { critique, settings }: Judging): Opening {
  const { retrieve } = critique;
  if (settings.threshold === null) return retrieve.choiceAt(said, place) === 'yes' ? 'search' : 'none';
  const shares = retrieve.sharesAt(said, place);
  return shares === null || shares.yes > settings.threshold * (shares.yes + shares.no) ? 'search' : 'none';
}

/** The paths that a path grows into: one for each passage, or one without; itself where it has ended. DEVIATION(finished-paths) */
async function growth(tape: Tape, path: Path, growing: Growing): Promise<readonly Path[]> {
  const { question, settings } = growing;
  if (path.next === null) return [path];
  const query = pythonStrip(`${question} ${path.fact}`);
  const documents = path.next === 'search' ? await tape.search(query, { topK: settings.topK }) : [];
  const shown = documents.length === 0 ? [null] : documents;
  const grown = await mapConcurrent(
    shown,
    (document) => nextSegment(tape.branch(), { path, document, growing }),
    {
      limit: shown.length,
    },
  );
  const borneOut = grown.filter(({ unsupported }) => settings.critique === 'soft' || !unsupported);
  return borneOut.length === 0 ? grown : borneOut;
}

interface Continuing {
  readonly path: Path;
  readonly document: Document | null;
  readonly growing: Growing;
}

/** One continuation of a path, in a conversation beside it that holds no other passage. */
async function nextSegment(
  side: Tape,
  { path, document, growing }: Continuing,
): Promise<Path & Pick<SegmentScore, 'unsupported'>> {
  const { problem, wording, critique, settings } = growing;
  const { lead, choices } = reflectionMarks[wording].retrieve;
  side.prompt(problem);
  side.write(path.text + lead + (path.next === 'search' ? choices.yes : choices.no));
  if (document !== null) {
    const room = { tape: side, wording, rest: critique.relevance.lead, reserve: 1 };
    side.observe(`\n${passagesThatFit([document], room)}`, 'continuation');
    if (critique.relevance.lead !== '') side.write(critique.relevance.lead);
  }
  const before = side.turns.map(({ text }) => text).join('');
  const openings = [choices.yes, choices.no].map((choice) => lead + choice);
  const { text, sampled: said } = await side.say({
    temperature: 0,
    maxTokens: settings.segmentTokens,
    topLogprobs: settings.topLogprobs,
    stopStrings: openings,
    keep: through(...openings),
  });
  const judged = critique.scoreOf({ said, before, passage: document !== null }, settings);
  const opened = openings.find((opening) => text.endsWith(opening));
  const place = critique.retrieve.placesIn(said, before).at(-1) ?? 0;
  const led = document === null ? '' : critique.relevance.lead;
  const segment = led + (opened === undefined ? text : text.slice(0, -opened.length));
  return {
    text: path.text + segment,
    fact: pythonStrip(withoutMarks(segment, wording)),
    score: path.score * judged.score,
    next: opened === undefined ? null : openingAt(said, place, growing),
    unsupported: judged.unsupported,
  };
}
