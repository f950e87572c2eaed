/**
 * Turns of two kinds: many that share run side by side, one that is alone waits for all before it and keeps all after it
 * waiting. Samples share and changes of weights are alone, so that no sample ever meets weights other than its snapshot's.
 */
export class Turnstile {
  #last: Promise<unknown> = Promise.resolve();
  readonly #sharing = new Set<Promise<unknown>>();

  /** Runs beside others that share. */
  share<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(task);
    const settled = turn.catch(() => undefined).finally(() => this.#sharing.delete(settled));
    this.#sharing.add(settled);
    return turn;
  }

  /** Runs when everything asked for before has ended, however it ended. */
  alone<T>(task: () => Promise<T>): Promise<T> {
    const turn = Promise.all([this.#last, ...this.#sharing]).then(task);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** Resolves when everything asked for so far has ended. */
  async idle(): Promise<void> {
    await Promise.all([this.#last, ...this.#sharing]);
  }
}
