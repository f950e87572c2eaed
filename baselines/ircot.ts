import { z } from 'zod';
import type { Baseline, Wording } from '../harness/baseline/index.ts';
import type { Document } from '../harness/core/episode.ts';
import { pythonStrip } from '../harness/core/python-text.ts';
import { sequenceMatcherRatio } from '../harness/reward/sequence-matcher-ratio.ts';
import type { Tape } from '../harness/rollout/index.ts';
import { answerTokens } from './parts/answer-tag.ts';
import { asked } from './parts/asked.ts';
import { passagesThatFit } from './parts/passages.ts';
import { readPassages } from './parts/read-passages.ts';
import { firstSentence } from './parts/sentences.ts';

/** Settings of `ircot`. */
export interface IrcotSettings {
  /** Documents of each retrieval. */
  readonly topK: number;
  readonly maxSentences: number;
  /** Most paragraphs that are collected. */
  readonly maxParagraphs: number;
  /** A paragraph of more words is left out. */
  readonly maxParagraphWords: number;
  /** Similarity from which two paragraphs are the same, 0 to 1. */
  readonly sameFrom: number;
  readonly answerTokens: number;
}

const instructions = `Think the question through with the passages above, one short sentence after the other, \
each with one fact that was missing. When nothing is missing, end with "So the answer is:" and the answer.`;

/**
 * IRCoT: one sentence of reasoning and one retrieval in turn. Each sentence is written under a prompt of its own with all
 * paragraphs so far, and what follows it is thrown away; the newest sentence that is no mere inference is the next query.
 * A reader answers from the collected paragraphs, not from the reasoning.
 *
 * The paper's demonstrations (20 a set, with distractors) are instructions here.
 */
const ircot: Baseline<'continuation', IrcotSettings> = {
  id: 'ircot',
  title: 'interleaved retrieval and chain of thought (IRCoT)',
  source:
    'Trivedi et al., arXiv 2212.10509; StonyBrookNLP/ircot @3c1820f commaqa/inference/ircot.py:30-62, 339-536, 711-996',
  needs: ['continuation'],
  settings: {
    topK: {
      schema: z.int().positive(),
      default: 4,
      source: 'ircot @3c1820f run.py:249-254: K among 2, 4, 6, 8',
    },
    maxSentences: { schema: z.int().positive(), default: 10, source: 'ircot.py: 10 sentences' },
    maxParagraphs: { schema: z.int().positive(), default: 15, source: 'ircot.py: 15 in all' },
    maxParagraphWords: {
      schema: z.int().positive(),
      default: 600,
      source: 'ircot.py: over 600 words dropped',
    },
    sameFrom: { schema: z.number().min(0).max(1), default: 0.9, source: 'ircot.py: fuzzy ratio 90' },
    answerTokens,
  },
  paper: [
    {
      model: 'GPT-3',
      metric: 'F1',
      source: 'arXiv 2212.10509 Table 6',
      shares: { hotpotqa: 0.607, '2wiki': 0.68, musique: 0.365, iirc: 0.499 },
    },
    {
      model: 'Flan-T5-XXL',
      metric: 'F1',
      source: 'arXiv 2212.10509 Table 6',
      shares: { hotpotqa: 0.591, '2wiki': 0.665, musique: 0.308, iirc: 0.425 },
    },
    {
      model: 'Qwen2.5-7B',
      metric: 'EM',
      source: 'Search-R1 Table 2, through secondary sources',
      shares: {
        nq: 0.224,
        triviaqa: 0.478,
        popqa: 0.301,
        hotpotqa: 0.133,
        '2wiki': 0.149,
        musique: 0.072,
        bamboogle: 0.224,
      },
    },
  ],
  answer:
    ({ wording }, settings) =>
    async ({ question }, tape) => {
      const { topK, maxSentences } = settings;
      let paragraphs = collect([], await tape.search(queryOf(question), { topK }), settings);
      const thoughts: string[] = [];
      while (thoughts.length < maxSentences) {
        const sentence = await nextSentence(tape.branch(), { paragraphs, thoughts, question, wording });
        if (pythonStrip(sentence) === '') break;
        thoughts.push(sentence);
        if (conclusion[wording].test(sentence)) break;
        const query = queryOf(thoughts.findLast((thought) => !isInference(thought)) ?? question);
        if (query === '') break;
        paragraphs = collect(paragraphs, await tape.search(query, { topK }), settings);
      }
      const read = { documents: paragraphs, question, wording, answerTokens: settings.answerTokens };
      return readPassages(tape, read);
    },
  lessons: {
    meridian: async (options) => (await import('./lessons/ircot-lessons.ts')).ircotLessons(options),
  },
};
export default ircot;

/** What ends the reasoning: the authors' phrase (ircot.py), or one in the words that a small policy has. */
const conclusion: Readonly<Record<Wording, RegExp>> = {
  instructions: / answer is:? (.*)/u,
  compact: / match: (.*)/u,
};

interface Thinking {
  readonly paragraphs: readonly Document[];
  readonly thoughts: readonly string[];
  readonly question: string;
  readonly wording: Wording;
}

/** One generation under the paragraphs and the reasoning so far, of which the first sentence stays. */
async function nextSentence(
  side: Tape,
  { paragraphs, thoughts, question, wording }: Thinking,
): Promise<string> {
  const rest = asked(question, wording, instructions);
  const said = thoughts.join('');
  const reserve = side.tokensOf(said) + 1;
  side.prompt(passagesThatFit(paragraphs, { tape: side, wording, rest, reserve }) + rest);
  if (said !== '') side.write(said);
  const { text } = await side.say({ keep: firstSentence });
  return text;
}

/** The paragraphs with the new ones behind them: none twice, none too long, no more than the cap. */
function collect(
  paragraphs: readonly Document[],
  found: readonly Document[],
  { maxParagraphs, maxParagraphWords, sameFrom }: IrcotSettings,
): Document[] {
  const kept = [...paragraphs];
  for (const document of found) {
    const tooLong = document.text.split(/\s+/u).length > maxParagraphWords;
    const known = kept.some(({ text }) => sequenceMatcherRatio(text, document.text) >= sameFrom);
    if (!tooLong && !known && kept.length < maxParagraphs) kept.push(document);
  }
  return kept;
}

/** A sentence that draws a conclusion and states no new fact: no query. */
function isInference(sentence: string): boolean {
  return /^\s*(?:thus|so|that is|therefore|hence)\b|\d\s*[+-]\s*\d/iu.test(sentence);
}

const questionWords = /\b(?:who|what|when|where|why|which|how|does|is)\b/giu;

/** A sentence as a query: without question words. */
function queryOf(sentence: string): string {
  return pythonStrip(sentence.replace(questionWords, '').replace(/\s+/gu, ' '));
}
