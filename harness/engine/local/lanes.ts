/** Memory for one sequence. */
export interface LaneMemory {
  /** Adds tokens to the sequence, in one piece. */
  read(tokens: readonly number[]): Promise<void>;
  forget(): Promise<void>;
}

/** The pieces in which a sequence was read, in order. */
type Pieces = readonly (readonly number[])[];

interface Lane<Memory> {
  readonly memory: Memory;
  pieces: Pieces;
}

/** How a piece of work leaves its lane: the tokens that it read, piece by piece; none kept where it forgot them. */
export interface LaneUse<Result> {
  readonly result: Result;
  readonly read: Pieces | null;
}

/**
 * Hands out lanes to pieces of work; what finds none free waits its turn.
 *
 * A lane that holds the beginning of a prompt goes on from there: the next turn of an episode does not read the earlier
 * ones again. Keys and values that were computed in other pieces differ in their last digits, so a sequence whose lane
 * was taken meanwhile is read again in the same pieces as before: its digits do not depend on what else was asked.
 */
export class Lanes<Memory extends LaneMemory> {
  /** Least recently used first. */
  readonly #free: Lane<Memory>[];
  readonly #waiting: ((lane: Lane<Memory>) => void)[] = [];
  /** Sequences whose lanes were taken, newest last. */
  readonly #lost: Pieces[] = [];
  readonly #mostLost: number;

  constructor(memories: readonly Memory[], { mostLost = 256 }: { readonly mostLost?: number } = {}) {
    this.#free = memories.map((memory) => ({ memory, pieces: [] }));
    this.#mostLost = mostLost;
  }

  /** Does the work in a lane that holds the prompt up to `rest`, which is never empty. */
  async use<Result>(
    prompt: readonly number[],
    work: (memory: Memory, rest: readonly number[]) => Promise<LaneUse<Result>>,
  ): Promise<Result> {
    const lane =
      this.#take(prompt) ?? (await new Promise<Lane<Memory>>((resolve) => this.#waiting.push(resolve)));
    try {
      await this.#prepare(lane, prompt);
      const held = lane.pieces;
      // Until the work is done nobody knows what the lane holds.
      lane.pieces = [];
      const { result, read } = await work(lane.memory, prompt.slice(held.flat().length));
      if (read !== null) lane.pieces = [...held, ...read];
      return result;
    } finally {
      try {
        if (lane.pieces.length === 0) await lane.memory.forget();
      } finally {
        this.#give(lane);
      }
    }
  }

  #take(prompt: readonly number[]): Lane<Memory> | undefined {
    const held = longestBeginning(
      this.#free.map(({ pieces }) => pieces),
      prompt,
    );
    const at = Math.max(
      0,
      this.#free.findIndex(({ pieces }) => pieces === held),
    );
    return this.#free.splice(at, 1)[0];
  }

  async #prepare(lane: Lane<Memory>, prompt: readonly number[]): Promise<void> {
    if (lane.pieces.length > 0 && begins(lane.pieces, prompt)) return;
    const old = lane.pieces;
    lane.pieces = [];
    if (old.length > 0) {
      this.#lost.push(old);
      if (this.#lost.length > this.#mostLost) this.#lost.shift();
      await lane.memory.forget();
    }
    const again = longestBeginning(this.#lost, prompt);
    if (again === undefined) return;
    this.#lost.splice(this.#lost.indexOf(again), 1);
    for (const piece of again) await lane.memory.read(piece);
    lane.pieces = again;
  }

  #give(lane: Lane<Memory>): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free.push(lane);
    else next(lane);
  }
}

function longestBeginning(sequences: readonly Pieces[], prompt: readonly number[]): Pieces | undefined {
  return sequences
    .filter((pieces) => pieces.length > 0 && begins(pieces, prompt))
    .toSorted((a, b) => b.flat().length - a.flat().length)[0];
}

/** True where something of the prompt is left to read behind the pieces. */
function begins(pieces: Pieces, prompt: readonly number[]): boolean {
  let at = 0;
  for (const piece of pieces) for (const token of piece) if (token !== prompt[at++]) return false;
  return at < prompt.length;
}
