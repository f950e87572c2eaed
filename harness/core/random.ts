/**
 * A seeded generator that forks by key, so that every draw depends on what it is for
 * (seed, purpose, step, question, sample) and never on the order in which draws happen.
 *
 * Keys are hashed with cyrb128-style mixing into the state of sfc32 (Chris Doty-Humphrey's PractRand
 * small fast counter generator, period at least 2^32 from any state).
 */
export class Random {
  readonly #key: string;
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  private constructor(key: string) {
    this.#key = key;
    [this.#a, this.#b, this.#c] = hashKey(key);
    for (let i = 0; i < 12; i += 1) this.uint32();
  }

  /** The generator of `seed`; fork it before drawing. */
  static seeded(seed: number): Random {
    return new Random(`seed:${seed}`);
  }

  /** An independent generator for `keys`, e.g. `fork('sample', step, questionId, sample)`; leaves this one untouched. */
  fork(...keys: readonly (string | number)[]): Random {
    return new Random(`${this.#key}|${keys.map((key) => JSON.stringify(key)).join(',')}`);
  }

  /** An integer in [0, 2^32). */
  uint32(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** A double in [0, 1) with 53 random bits. */
  uniform(): number {
    return ((this.uint32() >>> 5) * 2 ** 26 + (this.uint32() >>> 6)) / 2 ** 53;
  }

  /** An integer in [0, bound); `bound` from 1 to 2^32. */
  below(bound: number): number {
    const limit = 2 ** 32 - (2 ** 32 % bound);
    for (;;) {
      const draw = this.uint32();
      if (draw < limit) return draw % bound;
    }
  }

  /** A standard normal draw (Box-Muller, one of the pair). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  /** One element of a non-empty array. */
  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  /** A shuffled copy (Fisher-Yates). */
  shuffle<T>(items: readonly T[]): T[] {
    const copy = [...items];
    for (let i = copy.length - 1; i > 0; i -= 1) {
      const j = this.below(i + 1);
      [copy[i], copy[j]] = [copy[j] as T, copy[i] as T];
    }
    return copy;
  }
}

function hashKey(key: string): [number, number, number] {
  let h1 = 1779033703;
  let h2 = 3144134277;
  let h3 = 1013904242;
  for (let i = 0; i < key.length; i += 1) {
    const unit = key.charCodeAt(i);
    h1 = h2 ^ Math.imul(h1 ^ unit, 597399067);
    h2 = h3 ^ Math.imul(h2 ^ unit, 2869860233);
    h3 = h1 ^ Math.imul(h3 ^ unit, 951274213);
  }
  h1 = Math.imul(h3 ^ (h1 >>> 18), 597399067);
  h2 = Math.imul(h1 ^ (h2 >>> 22), 2869860233);
  h3 = Math.imul(h2 ^ (h3 >>> 17), 951274213);
  return [h1 | 0, h2 | 0, h3 | 0];
}
