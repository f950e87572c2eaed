import type { Question } from '../question.ts';

/** A question `q1` for tests, with the gold chunk `c1`; `change` replaces fields. */
export function testQuestion(change: Partial<Question> = {}): Question {
  return {
    id: 'q1',
    question: 'Which valve leaked?',
    answers: ['valve 7'],
    goldChunkId: 'c1',
    chunkIds: ['c1'],
    kind: 'direct',
    answerType: 'part',
    ...change,
  };
}
