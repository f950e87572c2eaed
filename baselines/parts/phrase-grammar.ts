import type { NextTokens } from '../../harness/rollout/index.ts';

/** A phrase that was said, and the mark that closed it. */
export interface ClosedPhrase {
  readonly phrase: readonly number[];
  /** Index of the mark. */
  readonly mark: number;
}

/** Phrases said one after the other, each closed by a mark. */
export interface SaidPhrases {
  readonly closed: readonly ClosedPhrase[];
  /** Tokens of the phrase that is not closed yet. */
  readonly phrase: readonly number[];
  /** Tokens of the mark that is under way. */
  readonly begun: readonly number[];
}

/** What may follow in a phrase. */
export interface Following {
  /** Tokens that go on with it. */
  readonly tokens: readonly number[];
  /** Marks, by their index, that may close it; none where all is said. */
  readonly marks: readonly number[];
  /** False for a phrase that is too short: it is closed only where it can't go on. */
  readonly mayClose: boolean;
}

/** The phrases of a language of marks. */
export interface PhraseGrammar {
  /** Tokens of each mark; none begins with another whole. */
  readonly marks: readonly (readonly number[])[];
  readonly follow: (closed: readonly ClosedPhrase[], phrase: readonly number[]) => Following;
}

/**
 * What may be said under a grammar. A mark that was begun is said to its end, and a token that begins a mark is no token of
 * a phrase: what was said reads one way only.
 */
export function nextUnder({ marks, follow }: PhraseGrammar): NextTokens {
  const beginnings = new Set(marks.map(([first]) => first));
  return (said) => {
    const { closed, phrase, begun } = readPhrases(said, marks);
    const { tokens, marks: closing, mayClose } = follow(closed, phrase);
    const going = begun.length === 0 ? tokens.filter((token) => !beginnings.has(token)) : [];
    if (going.length > 0 && !mayClose) return going;
    const next = closing.flatMap((mark) => {
      const whole = marks[mark] ?? [];
      return startsWith(whole, begun) ? (whole[begun.length] ?? []) : [];
    });
    return [...new Set([...next, ...going])];
  };
}

/** Reads said tokens as phrases and marks. */
export function readPhrases(said: readonly number[], marks: readonly (readonly number[])[]): SaidPhrases {
  const closed: ClosedPhrase[] = [];
  let phrase: number[] = [];
  let begun: number[] = [];
  for (const token of said) {
    begun.push(token);
    const mark = marks.findIndex((whole) => whole.length === begun.length && startsWith(whole, begun));
    if (mark !== -1) {
      closed.push({ phrase, mark });
      [phrase, begun] = [[], []];
    } else if (!marks.some((whole) => startsWith(whole, begun))) {
      phrase.push(...begun);
      begun = [];
    }
  }
  return { closed, phrase, begun };
}

function startsWith(whole: readonly number[], beginning: readonly number[]): boolean {
  return beginning.every((token, i) => whole[i] === token);
}
