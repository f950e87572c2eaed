import type { Question } from '../core/question.ts';
import type { SearchScripts } from './dataset.ts';

/**
 * Scripts for policies that read instructions: the question itself is the query, once for each chunk that it needs, as
 * in `<think>This has to be looked up.</think>\n<search>Who led Apollo 13?</search>`.
 */
export const questionScripts: SearchScripts = {
  ceiling: async (question) => question.chunkIds.map(() => searchTurn(question)),
  verbatim: async (question) => [searchTurn(question)],
};

function searchTurn({ question }: Question): string {
  return `<think>This has to be looked up.</think>\n<search>${question}</search>`;
}
