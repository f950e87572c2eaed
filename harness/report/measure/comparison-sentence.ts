import { sampleText } from '../tables/estimate-text.ts';
import { pValue, signed, signedWithInterval, value } from '../tables/format.ts';
import type { ComparedSide, SideComparison } from './compare-sides.ts';

/**
 * A comparison in one sentence to quote: quantity, both sides, difference with its 95 % interval, p, sizes, and the smallest
 * difference that would have been found; changed runs and differing environments are named in it.
 */
export function comparisonSentence(
  sides: readonly [ComparedSide, ComparedSide],
  found: SideComparison,
): string {
  const { effect, treatment, control, sample, quantity, p, smallest, environments, changes } = found;
  const [first, second] = sides.map(({ name }, side) => {
    const changed = changes[side] ?? null;
    return changed === null ? name : `${name} (changed: ${changed})`;
  });
  const pText = pValue(p);
  const found80 = signed(smallest, 'share').replace('+', '');
  const across =
    environments.length === 0
      ? ''
      : ` The two were evaluated in different environments (${environments.join(', ')}), so the difference is not of the policies alone.`;
  return `${capital(quantity)} is ${value(treatment, 'share')} for ${first} and ${value(control, 'share')} for ${second}: a difference of ${signedWithInterval(effect, 'share')} (95 %, p ${pText.startsWith('<') ? pText : `= ${pText}`}), paired over ${sampleText(sample.treatment)}; a difference of ${found80} would have been found 80 % of the time.${across}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
