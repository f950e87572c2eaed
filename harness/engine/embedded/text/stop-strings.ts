import { TwinZeroError } from '../../../core/twin-zero-error.ts';

/**
 * Watches the text of a growing list of tokens for the first of several strings.
 *
 * Only a tail of the tokens is decoded at each step, so that a long text costs its length: one long enough to hold a
 * string that is spelt a byte a token, four times over, because some tokens have no text.
 */
export class StopStrings {
  readonly #stops: readonly string[];
  readonly #decode: (tokens: readonly number[]) => string;
  /** Tokens kept when the tail is cut. */
  readonly #kept: number;
  #tail: number[] = [];

  /**
   * @throws TwinZeroError `engine` for an empty string, and what `decode` throws for an empty list: better before the
   * sampling than in it.
   */
  constructor(stops: readonly string[], decode: (tokens: readonly number[]) => string) {
    if (stops.includes(''))
      throw new TwinZeroError('engine', 'a stop string is empty, which any text contains: leave it out');
    if (stops.length > 0) decode([]);
    this.#stops = stops;
    this.#decode = decode;
    this.#kept = 4 * Math.max(0, ...stops.map((stop) => Buffer.byteLength(stop)));
  }

  /** True where the text contains one of the strings once `token` is added; after that the object has done its work. */
  completedBy(token: number): boolean {
    if (this.#stops.length === 0) return false;
    this.#tail.push(token);
    const text = this.#decode(this.#tail);
    if (this.#stops.some((stop) => text.includes(stop))) return true;
    if (this.#tail.length >= 2 * this.#kept + 4) this.#cut(text);
    return false;
  }

  /**
   * Cuts where a character begins, which is where the tail by itself reads as it does at the end of `text`. While a
   * character is incomplete there may be no such place; where there is none for longer, the bytes are broken anyway.
   */
  #cut(text: string): void {
    const tails = [0, 1, 2, 3].map((more) => this.#tail.slice(-this.#kept - more));
    const whole = tails.find((tail) => {
      const own = this.#decode(tail);
      return !own.startsWith('\uFFFD') && text.endsWith(own);
    });
    if (whole !== undefined) this.#tail = whole;
    else if (this.#tail.length >= 2 * this.#kept + 12) this.#tail = this.#tail.slice(-this.#kept);
  }
}
