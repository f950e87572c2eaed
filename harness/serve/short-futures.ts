import { randomUUID } from 'node:crypto';
import { failureOf, type Outcome } from './outcome.ts';
import { Refusal } from './refusal.ts';

/** Limits of `ShortFutures`. */
export interface ShortLimits {
  /** Most that may be in work at once. */
  readonly mostWaiting: number;
  /** Most results that are kept, the newest. */
  readonly mostKept: number;
}

/**
 * Requests that change nothing, so that nothing is lost with their results but the work: they live as long as this
 * process. One that is posted again under the same key is not done again.
 */
export class ShortFutures {
  readonly #limits: ShortLimits;
  /** Tells this process's ids from those of the one before it. */
  readonly #prefix = `short-${randomUUID().slice(0, 8)}-`;
  readonly #outcomes = new Map<string, Promise<Outcome>>();
  readonly #byKey = new Map<string, string>();
  readonly #keys = new Map<string, string>();
  #count = 0;
  #waiting = 0;

  constructor(limits: ShortLimits) {
    this.#limits = limits;
  }

  /**
   * Starts a request, unless one of this key is known; its id.
   * @throws Refusal when too many are in work.
   */
  start(key: string | null, work: () => Promise<Outcome>): string {
    const known = key === null ? undefined : this.#byKey.get(key);
    if (known !== undefined) return known;
    if (this.#waiting >= this.#limits.mostWaiting)
      throw new Refusal(
        429,
        `${this.#waiting} requests are in work, the most there may be; post again later`,
      );
    this.#count += 1;
    this.#waiting += 1;
    const id = this.#prefix + String(this.#count);
    const outcome = work().catch(failureOf);
    this.#outcomes.set(id, outcome);
    if (key !== null) {
      this.#byKey.set(key, id);
      this.#keys.set(id, key);
    }
    void outcome.then(() => {
      this.#waiting -= 1;
      this.#forgetOldest();
    });
    return id;
  }

  /** @returns undefined for an id of another kind. @throws Refusal 410 for one that was forgotten. */
  outcome(id: string): Promise<Outcome> | undefined {
    const found = this.#outcomes.get(id);
    if (found === undefined && id.startsWith('short-'))
      throw new Refusal(410, `the result of ${id} is gone; post the request again`);
    return found;
  }

  /** The oldest have ended, unless more are in work than are kept. */
  #forgetOldest(): void {
    while (this.#outcomes.size > Math.max(this.#limits.mostKept, this.#limits.mostWaiting)) {
      const [oldest] = this.#outcomes.keys();
      if (oldest === undefined) return;
      this.#outcomes.delete(oldest);
      const key = this.#keys.get(oldest);
      this.#keys.delete(oldest);
      if (key !== undefined) this.#byKey.delete(key);
    }
  }
}
