import type { Baseline } from '../harness/baseline/index.ts';
import { asked } from './parts/asked.ts';
import { answerTokens, tagAnswer, through } from './parts/answer-tag.ts';

const instructions = `Answer from what you know. First think it over step by step, between <think> and </think>. \
Then give the bare answer, between <answer> and </answer>.`;

/** The policy reasons, then answers; no search. Reasoning that a limit cuts is closed for it. */
const chainOfThought: Baseline<'continuation', { readonly answerTokens: number }> = {
  id: 'chain-of-thought',
  title: 'chain of thought, no search',
  source: 'ZeroSearch (arXiv 2505.04588 v3) section 4.1, Search-R1 (arXiv 2503.09516) section 4.1',
  needs: ['continuation'],
  settings: { answerTokens },
  paper: [
    {
      model: 'Qwen2.5-7B-Instruct',
      metric: 'sub-EM',
      source: 'ZeroSearch Table 3',
      shares: {
        nq: 0.128,
        triviaqa: 0.356,
        popqa: 0.038,
        hotpotqa: 0.162,
        '2wiki': 0.226,
        musique: 0.066,
        bamboogle: 0.24,
      },
    },
    {
      model: 'Qwen2.5-7B',
      metric: 'EM',
      source: 'Search-R1 Table 2, through secondary sources',
      shares: {
        nq: 0.048,
        triviaqa: 0.185,
        popqa: 0.054,
        hotpotqa: 0.092,
        '2wiki': 0.111,
        musique: 0.022,
        bamboogle: 0.232,
      },
    },
    {
      model: 'Qwen2.5-7B-Instruct',
      metric: 'F1',
      source: 'DeepResearcher (arXiv 2504.03160) Table 1',
      shares: {
        nq: 0.198,
        triviaqa: 0.456,
        hotpotqa: 0.244,
        '2wiki': 0.264,
        musique: 0.085,
        bamboogle: 0.221,
        popqa: 0.17,
      },
    },
  ],
  answer:
    ({ wording }, settings) =>
    async ({ question }, tape) => {
      tape.prompt(asked(question, wording, instructions));
      tape.write('<think>');
      const close = '</think>';
      const { text } = await tape.say({ stopStrings: [close], keep: through(close), open: true });
      return tagAnswer(tape, settings.answerTokens, text.includes(close) ? '\n' : `${close}\n`);
    },
};
export default chainOfThought;
