import { assistantTexts } from '../core/tag-bodies.ts';
import { pythonSplit } from '../core/python-text.ts';
import { scoredAnswer } from './answer-rewards.ts';
import type { RewardValue, Scorable } from './reward.ts';

const tags = ['think', 'search', 'tool_call', 'answer'] as const;

/**
 * Format and F1 in one, -1 to 1: -1 where a tag is opened more or less often than it is closed in what the policy wrote, or
 * there is no answer; else the F1 of the answer's words against the best gold answer. Words are a set, in lower case;
 * punctuation parts them, and articles are words: `The fuel-cell` and `fuel cell` share two of three, 0.8.
 * Source: DeepResearcher section 3.4; `verl/utils/reward_score/format_and_f1.py @c93be8f`.
 */
export function formatF1Reward(episode: Scorable): RewardValue {
  if (episode.answers.length === 0) return { missing: 'field answer: there is no gold answer' };
  const answer = scoredAnswer(episode);
  const said = assistantTexts(episode.messages).join('\n');
  const isBalanced = tags.every((tag) => countOf(said, `<${tag}>`) === countOf(said, `</${tag}>`));
  if (answer === null || !isBalanced) return { value: -1 };
  return { value: Math.max(...episode.answers.map((gold) => setF1(answer, gold))) };
}

function countOf(text: string, tag: string): number {
  return text.split(tag).length - 1;
}

function setF1(prediction: string, gold: string): number {
  const [words, golds] = [wordSet(prediction), wordSet(gold)];
  const shared = [...words].filter((word) => golds.has(word)).length;
  return shared === 0 ? 0 : (2 * shared) / (words.size + golds.size);
}

function wordSet(text: string): ReadonlySet<string> {
  return new Set(pythonSplit(text.toLowerCase().replace(/[!-/:-@[-`{-~]/gu, ' ')));
}
