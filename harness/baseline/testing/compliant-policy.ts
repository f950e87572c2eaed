import type { Script } from '../../rollout/testing/scripted-engine.ts';

/** A policy that gives `answer` at once in every scaffold: within an answer tag that is open, else in tags and in the phrase. */
export function compliantPolicy(answer: string): Script {
  return ({ promptText }) =>
    promptText.endsWith('<answer>')
      ? `${answer}</answer>`
      : `<think>read</think><answer>${answer}</answer>\nSo the final answer is: ${answer}`;
}
