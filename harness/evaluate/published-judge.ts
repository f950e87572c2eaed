import { publishedVerdict } from '../reward/published-verdict.ts';
import { askJudge } from './ask-judge.ts';
import type { Judge, TextFunction } from './judge.ts';

/**
 * ReZero's judge: a language model sees question, gold answer and the **whole last message**, thoughts included,
 * and any "yes" in its reply counts. It is asked about every episode, also one without an answer.
 * Source: `ReZero src/evaluation.py:35-103 @20fb677`; the prompt has its fields and its instruction in our words.
 */
export function publishedJudge(ask: TextFunction): Judge {
  return (input) => askJudge(ask, publishedPrompt(input), publishedVerdict);
}

function publishedPrompt({ question, answers, reply }: Parameters<Judge>[0]): string {
  return [
    'You grade a student. Say "Yes" if what the student answered holds the right information, even in other words than the correct answer; otherwise say "No".',
    'Reply with Yes or No and nothing else.',
    '',
    `Question: ${question}`,
    `Correct Answer: ${answers[0] ?? ''}`,
    `Student Answer: ${reply}`,
  ].join('\n');
}
