import { z } from 'zod';
import type { Baseline } from '../harness/baseline/index.ts';
import { answerTokens } from './parts/answer-tag.ts';
import { readPassages } from './parts/read-passages.ts';

/** Settings of `rag`. */
export interface RagSettings {
  /** Documents of the one search. */
  readonly topK: number;
  readonly answerTokens: number;
}

/**
 * One retrieval with the question as it stands; the passages stand before the question in the prompt, and the policy
 * answers at once. One user message holds both, where FlashRAG has the passages in a system message.
 */
const rag: Baseline<'continuation', RagSettings> = {
  id: 'rag',
  title: 'retrieval once, then answer (RAG)',
  source: 'FlashRAG docs/baseline_details.md; ZeroSearch (arXiv 2505.04588 v3) section 4.1',
  needs: ['continuation'],
  settings: {
    topK: {
      schema: z.int().positive(),
      default: 5,
      source: 'FlashRAG docs/baseline_details.md: 5 documents',
    },
    answerTokens,
  },
  paper: [
    {
      model: 'Qwen2.5-7B-Instruct',
      metric: 'sub-EM',
      source: 'ZeroSearch Table 3',
      shares: {
        nq: 0.274,
        triviaqa: 0.582,
        popqa: 0.178,
        hotpotqa: 0.258,
        '2wiki': 0.232,
        musique: 0.094,
        bamboogle: 0.168,
      },
    },
    {
      model: 'Qwen2.5-7B',
      metric: 'EM',
      source: 'Search-R1 Table 2, through secondary sources',
      shares: {
        nq: 0.349,
        triviaqa: 0.585,
        popqa: 0.392,
        hotpotqa: 0.299,
        '2wiki': 0.235,
        musique: 0.058,
        bamboogle: 0.208,
      },
    },
    {
      model: 'Llama-3-8B-Instruct',
      metric: 'EM',
      source: 'FlashRAG README, standard RAG',
      shares: { nq: 0.351, triviaqa: 0.589 },
    },
  ],
  answer:
    ({ wording }, settings) =>
    async ({ question }, tape) => {
      const documents = await tape.search(question, { topK: settings.topK });
      return readPassages(tape, { documents, question, wording, answerTokens: settings.answerTokens });
    },
  lessons: { meridian: async (options) => (await import('./lessons/rag-lessons.ts')).ragLessons(options) },
};
export default rag;
