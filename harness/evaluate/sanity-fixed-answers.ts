import type { Question } from '../core/question.ts';
import type { HeldOut } from '../data/dataset.ts';
import { correctnessOf, type Judge } from '../judge/judge.ts';
import type { QuestionOutcome } from '../run/evaluation-row.ts';
import type { AnswerGuess } from './sanity-most-frequent.ts';

/** Judges answers that were given without a policy or a search. */
export async function judgeFixedAnswers(
  questions: readonly HeldOut<Question>[],
  guess: AnswerGuess,
  judge: Judge,
): Promise<QuestionOutcome[]> {
  const outcomes: QuestionOutcome[] = [];
  for (const { value: question } of questions) {
    const answer = guess(question);
    const reply = answer === null ? '' : `<answer>${answer}</answer>`;
    const verdict = await judge({ question: question.question, answers: question.answers, reply, answer });
    outcomes.push({
      questionId: question.id,
      chunkId: question.goldChunkId,
      kind: question.kind,
      correct: correctnessOf(verdict),
      answered: answer !== null,
      answer,
      searches: 0,
      firstHit: null,
      everHit: false,
    });
  }
  return outcomes;
}
