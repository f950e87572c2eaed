import type { Random } from '../../../harness/core/random.ts';
import { TwinZeroError } from '../../../harness/core/twin-zero-error.ts';
import { callSignLetters, callSignNumbers, causeAdjectives, causeNouns, surnames } from './words.ts';
import { fact } from './world-facts.ts';
import type { AnswerType, Values } from './world.ts';

/** Values of the same or a linked chunk that new ones must differ from. */
export interface Unlike {
  /** Values of a linked chunk: the officer will be another. */
  readonly values?: Values;
  /** Case that the same chunk mentions: the locker shares no word with it, nor do both hold those of another case. */
  readonly callSign?: string;
}

/** Deals the values of one world: causes and call signs at most once, officers evenly. */
export interface ValueDealer {
  values(subject: string, unlike?: Unlike): Values;
  /** Names a case; deal these first. */
  callSign(subject: string): string;
}

/** Starts dealing; no fact of `avoid` is dealt (facts as written by `fact`). */
export function valueDealer(random: Random, avoid: ReadonlySet<string>): ValueDealer {
  const officers = deck(random, surnames, true);
  const causes = deck(random, pairs(causeAdjectives, causeNouns), false);
  const callSigns = deck(random, pairs(callSignLetters, callSignNumbers), false);
  const cases = new Set<string>();
  const fresh =
    (subject: string, type: AnswerType) =>
    (value: string): boolean =>
      !avoid.has(fact(subject, type, value));
  return {
    values: (subject, unlike = {}) => ({
      officer: officers((value) => value !== unlike.values?.officer && fresh(subject, 'officer')(value)),
      cause: causes(fresh(subject, 'cause')),
      locker: callSigns(
        (value) => !confusable(value, unlike.callSign, cases) && fresh(subject, 'locker')(value),
      ),
    }),
    callSign: (subject) => {
      const callSign = callSigns((value) => !avoid.has(`${subject}: case ${value}`));
      cases.add(callSign);
      return callSign;
    },
  };
}

/** True where a search for some case would take a chunk with this locker and case for the one it seeks. */
function confusable(locker: string, callSign: string | undefined, cases: ReadonlySet<string>): boolean {
  const [letter = '', number = ''] = locker.split(' ');
  const [caseLetter = '', caseNumber = ''] = callSign?.split(' ') ?? [];
  if (letter === caseLetter || number === caseNumber) return true;
  return cases.has(`${letter} ${caseNumber}`) || cases.has(`${caseLetter} ${number}`);
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
