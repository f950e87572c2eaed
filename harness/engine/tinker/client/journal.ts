import { appendFile, readFile, rm } from 'node:fs/promises';
import { z } from 'zod';
import { accessing, codeOf } from '../../../core/system-refusal.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import { writeFileWhole } from '../../../core/write-file-whole.ts';

const head = z.strictObject({
  session: z.string(),
  model: z.string(),
  /** Number of the model's last request when the file begins. */
  seq: z.int().nonnegative(),
  /** Optimiser steps of the model by then. */
  steps: z.int().nonnegative(),
  /** The sampling session of its weights then; null where there is none. */
  sampler: z.string().nullable(),
  /** The model that is the reference, which nobody needs once this process is gone; null where none was made. */
  reference: z.string().nullable().default(null),
  /** Name of the checkpoint that holds the model as it then was; null for the weights that it was opened with. */
  checkpoint: z.string().nullable(),
});

/** Where a model stood when its journal begins. */
export type JournalHead = z.output<typeof head>;

const entry = z.strictObject({
  /** What was asked for: a model's request by its number, a sample by its body. */
  key: z.string(),
  /** Hex sha256 of the body. */
  hash: z.string(),
  /** Null while the server has not acknowledged it. */
  request: z.string().nullable(),
});

/** A request as the journal remembers it. */
export type JournalEntry = z.output<typeof entry>;

/**
 * File of the requests since a model's last checkpoint: each is written down before it is sent, and again with the
 * server's number for it. A harness that was killed asks for the same again, because its runs are deterministic, and is
 * given the futures that it had; nothing is computed twice.
 */
export class Journal {
  readonly #path: string;
  readonly #entries: Map<string, JournalEntry>;
  #head: JournalHead | null;
  #writing: Promise<void> = Promise.resolve();

  private constructor(
    path: string,
    found: { readonly head: JournalHead | null; readonly entries: Map<string, JournalEntry> },
  ) {
    this.#path = path;
    this.#head = found.head;
    this.#entries = found.entries;
  }

  /** Reads a journal; one that is missing or broken at its head is empty, and a line that a kill has torn is none. */
  static async open(path: string): Promise<Journal> {
    let text = '';
    try {
      text = await accessing({ path, doing: 'read' }, 'data', () => readFile(path, 'utf8'));
    } catch (error) {
      if (!(error instanceof TwinZeroError) || codeOf(error.cause) !== 'ENOENT') throw error;
    }
    const [first, ...rest] = text.split('\n').slice(0, -1).map(parsed);
    const began = head.safeParse(first);
    const entries = rest.flatMap((line) => entry.safeParse(line).data ?? []);
    return new Journal(path, {
      head: began.success ? began.data : null,
      entries: began.success ? new Map(entries.map((one) => [one.key, one])) : new Map(),
    });
  }

  get head(): JournalHead | null {
    return this.#head;
  }

  /** Requests that were written down and never acknowledged, so that nobody knows whether the server has them. */
  get unsure(): JournalEntry[] {
    return [...this.#entries.values()].filter(({ request }) => request === null);
  }

  /**
   * The entry of this key; null where there is none.
   * @throws TwinZeroError `engine` where it was another request: the run goes another way than the one that was killed.
   */
  recall(key: string, hash: string): JournalEntry | null {
    const known = this.#entries.get(key);
    if (known === undefined) return null;
    if (known.hash === hash) return known;
    throw new TwinZeroError(
      'engine',
      `${this.#path} remembers another ${key} than the one that is now asked for; delete the file and resume the run, which then goes on from its checkpoint`,
    );
  }

  /** Writes an entry down; resolves when it is on disk. Before the journal begins there is nothing to be taken up. */
  async note(one: JournalEntry): Promise<void> {
    if (this.#head === null) return;
    this.#entries.set(one.key, one);
    return this.#write(() => appendFile(this.#path, `${JSON.stringify(one)}\n`));
  }

  /** Begins anew from a model as it stands. */
  begin(at: JournalHead): Promise<void> {
    this.#head = at;
    this.#entries.clear();
    return this.#write(() => writeFileWhole(this.#path, `${JSON.stringify(at)}\n`));
  }

  /** Forgets everything; the file goes when the next head is written. */
  forget(): void {
    this.#head = null;
    this.#entries.clear();
  }

  /** Forgets everything, on disk too. */
  discard(): Promise<void> {
    this.forget();
    return this.#write(() => rm(this.#path, { force: true }));
  }

  #write(work: () => Promise<void>): Promise<void> {
    const written = this.#writing.then(() => accessing({ path: this.#path, doing: 'written' }, 'data', work));
    this.#writing = written.catch(() => undefined);
    return written;
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
