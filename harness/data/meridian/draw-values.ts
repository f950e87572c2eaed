import type { Random } from '../../core/random.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { callSignLetters, callSignNumbers } from './call-sign-words.ts';
import { causeAdjectives, causeNouns } from './cause-words.ts';
import { surnames } from './surnames.ts';
import type { AnswerType, Values } from './world.ts';
import { fact } from './world-facts.ts';

/** Deals the values of one world: causes and call signs at most once, officers evenly. */
export interface ValueDealer {
  /** Values for `subject`, with an officer other than `unlike`'s. */
  values(subject: string, unlike?: Values): Values;
  callSign(subject: string): string;
}

/** Starts dealing; no fact of `avoid` is dealt (facts as written by `fact`). */
export function valueDealer(random: Random, avoid: ReadonlySet<string>): ValueDealer {
  const officers = deck(random, surnames, true);
  const causes = deck(random, pairs(causeAdjectives, causeNouns), false);
  const callSigns = deck(random, pairs(callSignLetters, callSignNumbers), false);
  const fresh =
    (subject: string, type: AnswerType) =>
    (value: string): boolean =>
      !avoid.has(fact(subject, type, value));
  return {
    values: (subject, unlike) => ({
      officer: officers((value) => value !== unlike?.officer && fresh(subject, 'officer')(value)),
      cause: causes(fresh(subject, 'cause')),
      locker: callSigns(fresh(subject, 'locker')),
    }),
    callSign: (subject) => callSigns((value) => !avoid.has(`${subject}: case ${value}`)),
  };
}

type Deck = (accept: (value: string) => boolean) => string;

/** Takes the first acceptable card; a deck that `refills` starts over when it is used up. */
function deck(random: Random, cards: readonly string[], refills: boolean): Deck {
  let left = random.shuffle(cards);
  return (accept) => {
    let at = left.findIndex(accept);
    if (at < 0 && refills) {
      left = [...left, ...random.shuffle(cards)];
      at = left.findIndex(accept);
    }
    const [card] = at < 0 ? [] : left.splice(at, 1);
    if (card === undefined) throw new TwinZeroError('internal', 'a Meridian world ran out of values');
    return card;
  };
}

function pairs(firsts: readonly string[], seconds: readonly string[]): string[] {
  return firsts.flatMap((first) => seconds.map((second) => `${first} ${second}`));
}
