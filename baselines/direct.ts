import type { Baseline } from '../harness/baseline/index.ts';
import { asked } from './parts/asked.ts';
import { answerTokens, tagAnswer } from './parts/answer-tag.ts';

/** The policy answers from what it knows: no reasoning, no search. */
const direct: Baseline<'continuation', { readonly answerTokens: number }> = {
  id: 'direct',
  title: 'direct answer',
  source: 'ZeroSearch (arXiv 2505.04588 v3) section 4.1, Search-R1 (arXiv 2503.09516) section 4.1',
  needs: ['continuation'],
  settings: { answerTokens },
  paper: [
    {
      model: 'Qwen2.5-7B-Instruct',
      metric: 'sub-EM',
      source: 'ZeroSearch Table 3',
      shares: {
        nq: 0.116,
        triviaqa: 0.356,
        popqa: 0.012,
        hotpotqa: 0.164,
        '2wiki': 0.222,
        musique: 0.048,
        bamboogle: 0.144,
      },
    },
    {
      model: 'Qwen2.5-7B',
      metric: 'EM',
      source: 'Search-R1 Table 2, through secondary sources',
      shares: {
        nq: 0.134,
        triviaqa: 0.408,
        popqa: 0.14,
        hotpotqa: 0.183,
        '2wiki': 0.25,
        musique: 0.031,
        bamboogle: 0.12,
      },
    },
    {
      model: 'Llama-3-8B-Instruct',
      metric: 'EM',
      source: 'FlashRAG README, naive generation',
      shares: { nq: 0.226, triviaqa: 0.557 },
    },
  ],
  answer:
    ({ wording }, settings) =>
    ({ question }, tape) => {
      const instructions =
        'Answer from what you know. Give the bare answer and nothing else, between <answer> and </answer>.';
      tape.prompt(asked(question, wording, instructions));
      return tagAnswer(tape, settings.answerTokens);
    },
};
export default direct;
