import type { Question } from '../../core/question.ts';
import { testQuestion } from '../../core/testing/test-question.ts';
import { wordCodec } from '../../rollout/testing/word-codec.ts';
import type { BaselineWorld } from '../baseline.ts';

/** The world of `testQuestion`, with everything that a baseline may need; `change` replaces fields. */
export function baselineWorld(
  protocol: BaselineWorld['protocol'],
  change: Partial<BaselineWorld> = {},
): Required<BaselineWorld> {
  return {
    protocol,
    wording: 'compact',
    continuation: true,
    logprobs: wordCodec(),
    constraint: wordCodec(),
    training: true,
    train: [testQuestion({ id: 't1', answers: ['valve 9'] })],
    chunks: [{ id: 'c1', text: 'Valve 7 leaked.' }],
    scripts: {
      ceiling: async (question) => question.chunkIds.map(() => searchTurn(question)),
      verbatim: async (question) => [searchTurn(question)],
    },
    ...change,
  };
}

function searchTurn({ question }: Question): string {
  return `<think> ${question}</think>\n<search> ${question}</search>`;
}
