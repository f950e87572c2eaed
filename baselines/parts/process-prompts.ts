import type { Wording } from '../../harness/baseline/index.ts';
import { type Step, type Steps, stepsAsText } from './steps.ts';
import type { VerdictQuestion } from './verdict.ts';

/** What a small policy is shown before a critique is asked for, and before it is to mend a step. */
export const rejection = 'no match';

const verdictInstructions = `Below are a question and the steps taken to answer it so far. Is the last step correct and of use on the way to the right answer? Reply with the single word yes or no.`;

const critiqueInstructions = `Below are a question, the steps taken to answer it, and the steps that might follow. A reviewer gave the step marked as current a low score. Say in a sentence or two what is wrong with it: was the question taken apart badly, was the search a poor one, or does the answer not follow from what was found? Then give advice on how to mend it.`;

const refinementInstructions = `Below are a question, the steps taken to answer it, and advice on the last of them. Take that step again in a better way: think between <think> and </think>, then either search for something better between <search> and </search>, or give the final answer between <answer> and </answer>.`;

/** The question that the process reward model is asked: whether the last of the steps is a good one. */
export function verdictQuestion(taken: Steps, wording: Wording): VerdictQuestion {
  const text = stepsAsText(taken);
  // A small policy repeats what the step was about, and goes on with its verdict.
  return wording === 'compact'
    ? { prompt: text, lead: ` ${taken.steps.at(-1)?.subject ?? ''}` }
    : { prompt: `${verdictInstructions}\n\n${text}`, lead: '' };
}

/** A step that is not good enough. */
export interface Rejected extends Steps {
  /** Not among the steps taken. */
  readonly current: Step;
  readonly future: readonly Step[];
  /** 0 to 1. */
  readonly score: number;
}

/** The question that the process explanation model is asked. */
export function critiquePrompt(
  { question, steps, current, future, score }: Rejected,
  wording: Wording,
): string {
  const text = stepsAsText({ question, steps: [...steps, current] });
  if (wording === 'compact') return `${text}\n${rejection}`;
  const later = stepsAsText({ question, steps: future }).slice(stepsAsText({ question, steps: [] }).length);
  return `${critiqueInstructions}\n\n${text}\n(The last one is the current step; its score is ${score.toFixed(2)} of 1.)\nSteps that might follow:${later}`;
}

/** The prompt under which a step is taken again. */
export function refinementPrompt(
  { question, steps, current }: Rejected,
  critique: string,
  wording: Wording,
): string {
  const text = stepsAsText({ question, steps: [...steps, current] });
  return wording === 'compact'
    ? `${text}\n${rejection} ${critique}`
    : `${refinementInstructions}\n\n${text}\nAdvice: ${critique}`;
}
