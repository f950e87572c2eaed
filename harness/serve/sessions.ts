import { Refusal } from './refusal.ts';

/** Sessions of clients: each ends when it is finished, or when nothing was heard of it for a while. */
export class Sessions {
  readonly #limits: { readonly most: number; readonly silentMs: number };
  readonly #onEnd: (session: string) => void;
  readonly #open = new Map<string, NodeJS.Timeout>();
  readonly #ended = new Set<string>();

  constructor(
    limits: { readonly most: number; readonly silentMs: number },
    onEnd: (session: string) => void,
  ) {
    this.#limits = limits;
    this.#onEnd = onEnd;
  }

  /** @throws Refusal when there are too many. */
  open(): string {
    if (this.#open.size >= this.#limits.most)
      throw new Refusal(429, `${this.#open.size} sessions are open, the most there may be; finish one`);
    const session = `session-${this.#open.size + this.#ended.size + 1}`;
    this.recall(session);
    return session;
  }

  /** Takes up a session of an earlier process, as if it had just been heard of. */
  recall(session: string): void {
    const timer = setTimeout(() => this.end(session), this.#limits.silentMs);
    // Waiting for silence is no reason to live.
    timer.unref();
    this.#open.set(session, timer);
  }

  /**
   * Hears of a session.
   * @throws Refusal 410 for one that has ended, 404 for one that never was.
   */
  hear(session: string): void {
    const timer = this.#open.get(session);
    if (timer !== undefined) {
      timer.refresh();
      return;
    }
    if (this.#ended.has(session)) throw new Refusal(410, `${session} has ended; create another one`);
    throw new Refusal(404, `there is no session ${JSON.stringify(session)}; create one`);
  }

  /** Ends a session; a second time does nothing more. */
  end(session: string): void {
    if (!this.#open.has(session)) return;
    this.recallEnd(session);
    this.#onEnd(session);
  }

  /** Takes note that a session of an earlier process has ended. */
  recallEnd(session: string): void {
    clearTimeout(this.#open.get(session));
    this.#open.delete(session);
    this.#ended.add(session);
  }

  /** Stops listening for silence. */
  close(): void {
    for (const timer of this.#open.values()) clearTimeout(timer);
  }
}
