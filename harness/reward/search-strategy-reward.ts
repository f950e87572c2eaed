import { pythonText } from '../core/python-text.ts';
import { plainTagBodies } from '../core/tag-bodies.ts';
import type { RewardValue, Scorable } from './reward.ts';

// Python's case-insensitive `i` also takes U+0130 and U+0131.
const i = '[iıİ]';
const edge = { before: `(?<![${pythonText.word}])`, after: `(?![${pythonText.word}])` };
const analysisWord = `(?:based|accord${i}ng|from|results?|found|shows?|prov${i}ded|${i}nformat${i}on)`;
const analysis = new RegExp(`${edge.before}${analysisWord}${edge.after}`, 'iu');
const thought = new RegExp(`<th${i}nk>([^<>]*)</th${i}nk>`, 'giu');

/**
 * Search strategy, 0 to 1 in steps of 0.2 (0.6000000000000001 occurs): 0.2 for a thought-out search, 0.2 for each
 * search after a result that comes with a thought in the words of analysis, up to 0.4, and 0.4 for an answer
 * that comes with one. Searches and analyses after a result are counted apart, and a result stays "last" until
 * a message that is neither the policy's nor a result.
 * Source: `ReZero src/rewards.py:441-571 @20fb677`; weight 1.
 */
export function searchStrategyReward({ messages }: Scorable): RewardValue {
  let opened = false;
  let concluded = false;
  let afterResult = false;
  let searches = 0;
  let analyses = 0;
  for (const { role, content } of messages) {
    if (role !== 'assistant') {
      afterResult =
        (role === 'user' || role === 'ipython') && plainTagBodies(content, 'information').length > 0;
      continue;
    }
    if (plainTagBodies(content, 'think').length === 0) continue;
    const searching = plainTagBodies(content, 'search').length > 0;
    const analysing = hasAnalysis(content);
    opened ||= searching;
    concluded ||= analysing && plainTagBodies(content, 'answer').length > 0;
    if (!afterResult) continue;
    searches += Number(searching);
    analyses += Number(analysing);
  }
  const refinement = Math.min(0.4, 0.2 * Math.min(searches, analyses));
  return { value: (opened ? 0.2 : 0) + refinement + (concluded ? 0.4 : 0) };
}

/** In two steps: one pattern would look for the end of the thought anew at every word of analysis. */
function hasAnalysis(text: string): boolean {
  return [...text.matchAll(thought)].some(([, body = '']) => analysis.test(body));
}
