import { pythonStrip, pythonText } from '../core/python-text.ts';
import { assistantTexts, tagBodies } from '../core/tag-bodies.ts';
import type { RewardValue, Scorable } from './reward.ts';

const tagName = '</?(?:think|search|answer|information|info)>';
const emphasisedTag = new RegExp(`\\*${tagName}\\*|_${tagName}_`);
// Python's case-insensitive `i` also takes U+0130 and U+0131.
const informationName = `[iıİ]nfo[${pythonText.word}]*`;
const informationOpening = new RegExp(`<${informationName}>`, 'iu');
const informationClosing = new RegExp(`</${informationName}>`, 'iu');

/**
 * Format, 0 or 1, of the policy's last message alone: thought first, then either searches or exactly one answer,
 * ending in the closing tag; no tag in bold or italics, no information-like pair of its own making. Earlier
 * messages are not looked at, and an unfinished episode that ends in a search passes. 0 without any message.
 * Source: `ReZero src/rewards.py:109-239 @20fb677`; weight 2.
 */
export function formatReward({ messages }: Scorable): RewardValue {
  const last = assistantTexts(messages).at(-1);
  return { value: last !== undefined && isWellFormed(last) ? 1 : 0 };
}

function isWellFormed(text: string): boolean {
  if (emphasisedTag.test(text) || hasInformationPair(text)) return false;
  if (tagBodies(text, 'think').length === 0) return false;
  const searches = tagBodies(text, 'search').length > 0;
  const answers = tagBodies(text, 'answer').length === 1;
  if (searches === answers) return false;
  const thought = text.lastIndexOf('</think>');
  if (thought > text.indexOf(searches ? '<search>' : '<answer>')) return false;
  const end = pythonStrip(text);
  return end.endsWith('</search>') || end.endsWith('</answer>');
}

/** In two steps: one pattern would look for the end anew at every opening tag that has none, in quadratic time. */
function hasInformationPair(text: string): boolean {
  const opening = informationOpening.exec(text);
  return opening !== null && informationClosing.test(text.slice(opening.index + opening[0].length));
}
