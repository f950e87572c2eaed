import { deltaText, signedWithInterval } from '../tables/format.ts';
import type { Claim, ClaimResult, FindingWords } from './claim.ts';
import type { JudgedClaim } from './judge-claims.ts';
import { ownText, type Sensitivity } from './sensitivity.ts';

/**
 * A judged claim in one plain sentence, with its effect and 95 % interval where it is one difference: `The retry reward
 * did not raise accuracy by 10 points or more; a smaller effect cannot be told from none (+1.5 points [−0.8, +3.8]).`
 */
export function finding(judged: JudgedClaim): string {
  const { claim, result } = judged;
  const { effect, reason } = result;
  const measured = effect === null ? '' : ` (${signedWithInterval(effect, claim.delta.unit)})`;
  if (claim.finding === undefined)
    return `${claim.statement.replace(/[.?!]$/u, '')}: ${result.verdict}${measured || ` (${reason})`}.`;
  return `${capital(sentence(judged, claim.finding))}${measured}.`;
}

function capital(text: string): string {
  return text.replace(/^./u, (letter) => letter.toUpperCase());
}

function sentence({ claim, result, own, sensitivity }: JudgedClaim, words: FindingWords): string {
  const { subject, does, did } = words;
  const delta = sizeText(claim, words);
  switch (result.verdict) {
    case 'reproduced':
      return `${subject} ${did}`;
    case 'same direction but weaker':
      return `${subject} ${did}, by less than half of the paper's effect`;
    case 'partly reproduced':
      return `${subject} ${did} in some of the arms and cannot be told to in the others`;
    case 'non-inferior':
      return `${subject} ${did}: no worse by ${delta} or more`;
    case 'inferior':
      return `${subject} did not ${does}: worse by more than ${delta}`;
    case 'no difference':
      return equality(result, words, delta);
    case 'opposite':
      return `${subject} did not ${does}: the opposite was found`;
    case 'cannot tell':
      return `whether ${subject} ${did} cannot be told`;
    case 'cannot tell (the run is not sensitive)':
      return insensitive(own, words, { delta, lack: lackText(sensitivity) });
    case 'not comparable':
      return `whether ${subject} ${did} was not tested: ${result.reason}`;
  }
}

/** A size of δ in words: `10 points`, `0.25 searches`. */
function sizeText({ delta }: Pick<Claim, 'delta'>, { counted }: FindingWords): string {
  return counted === undefined ? deltaText(delta) : `${deltaText(delta)} ${counted}`;
}

/** An effect of δ is excluded; its sign may be told all the same. */
function equality({ effect }: ClaimResult, { subject, does, did }: FindingWords, delta: string): string {
  if (effect !== null && effect.low > 0) return `${subject} ${did}, but by less than ${delta}`;
  if (effect !== null && effect.high < 0)
    return `${subject} did not ${does}: the opposite was found, by less than ${delta}`;
  return `${subject} did not ${does} by ${delta} or more; a smaller effect cannot be told from none`;
}

/** What a run without working controls still shows of itself, and what it does not. */
function insensitive(
  own: ClaimResult,
  { subject, does, did }: FindingWords,
  { delta, lack }: { readonly delta: string; readonly lack: string },
): string {
  return own.verdict === 'no difference'
    ? `${subject} did not ${does} by ${delta} or more; ${lack}, and a smaller effect cannot be told from none`
    : `whether ${subject} ${did} cannot be told: ${lack}${ownText(own)}`;
}

function lackText(sensitivity: Sensitivity | null): string {
  const controls = sensitivity === null ? [] : [sensitivity.positive, sensitivity.twin];
  if (controls.length === 0 || controls.some(({ result }) => result.verdict === 'not comparable'))
    return 'the controls could not be judged';
  if (sensitivity?.positive.result.verdict === 'reproduced')
    return 'two sets of runs of one recipe were told apart';
  return 'the positive control was not told apart';
}
