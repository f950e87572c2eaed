import { Refusal } from './refusal.ts';

/**
 * Puts requests with sequence numbers in order: each comes out once all before it are out. Numbers count from 0, which is
 * the making of the model; a client counts its own from 1.
 */
export class SequenceOrder<Item> {
  readonly #known = new Map<number, { readonly hash: string; readonly request: number }>();
  readonly #early = new Map<number, Item>();
  #next = 0;

  /** Number of the request that has this place already, for one that is posted again; null where the place is free. */
  taken(seq: number, hash: string): number | null {
    const known = this.#known.get(seq);
    if (known !== undefined) {
      if (known.hash === hash) return known.request;
      throw new Refusal(409, `sequence number ${seq} was used for another request; count on`);
    }
    if (seq < this.#next)
      throw new Refusal(409, `sequence number ${seq} has passed; the next is ${this.#next}`);
    return null;
  }

  /** Gives a request its place; what is due now, in order. */
  add(
    seq: number,
    { hash, request }: { readonly hash: string; readonly request: number },
    item: Item,
  ): Item[] {
    this.#known.set(seq, { hash, request });
    this.#early.set(seq, item);
    return this.#due();
  }

  /** Leaves a place without a request, because the one that had it was refused; what is due now. */
  skip(seq: number): Item[] {
    if (seq !== this.#next) return [];
    this.#next += 1;
    return this.#due();
  }

  /** Requests that wait for one before them. */
  get waiting(): number {
    return this.#early.size;
  }

  /** The number that has to come first. */
  get next(): number {
    return this.#next;
  }

  #due(): Item[] {
    const due: Item[] = [];
    for (;;) {
      const item = this.#early.get(this.#next);
      if (item === undefined) return due;
      this.#early.delete(this.#next);
      this.#next += 1;
      due.push(item);
    }
  }
}
