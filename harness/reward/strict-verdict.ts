import { pythonText } from '../core/python-text.ts';
import type { Verdict } from '../core/verdict.ts';

const leadingWord = new RegExp(`^[${pythonText.space}]*([Yy][Ee][Ss]|[Nn][Oo])(?![${pythonText.word}])`, 'u');

/**
 * Reads a judge's reply strictly: its first word must be yes or no, in any case; anything else is a failure of
 * the judge, not a verdict.
 *
 * DEVIATION(strict-verdict): the published rule finds "yes" inside other words and reads every other reply as no.
 */
export function strictVerdict(reply: string): Verdict {
  const [, word] = leadingWord.exec(reply) ?? [];
  if (word !== undefined) return { kind: word.toLowerCase() === 'yes' ? 'correct' : 'incorrect' };
  const shown = JSON.stringify(reply.length > 60 ? `${reply.slice(0, 60)}...` : reply);
  return { kind: 'unanswerable', reason: `the reply ${shown} does not begin with yes or no` };
}
