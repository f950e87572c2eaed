import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../core/parse-json.ts';
import { writeFileWhole } from '../core/write-file-whole.ts';
import { type Outcome, outcomeText, readOutcome } from './outcome.ts';

/** Kinds of requests that a model works off one after the other. */
export const trainingKinds = [
  'create_model',
  'forward_backward',
  'optim_step',
  'save_weights',
  'save_weights_for_sampler',
  'load_weights',
] as const;

/** One of `trainingKinds`. */
export type TrainingKind = (typeof trainingKinds)[number];

/** A model to be trained: its base, and the adapter on it, null where all weights are trained, as a critic's always are. */
export const modelSpec = z.object({
  base: z.string(),
  role: z.enum(['policy', 'critic']).default('policy'),
  lora: z
    .object({
      rank: z.int().positive(),
      seed: z.int().nonnegative(),
      train_mlp: z.boolean(),
      train_attn: z.boolean(),
    })
    .nullable(),
});

/** A `modelSpec`. */
export type ModelSpec = z.output<typeof modelSpec>;

const event = z.discriminatedUnion('type', [
  z.object({ type: z.literal('session'), session: z.string() }),
  z.object({ type: z.literal('session-closed'), session: z.string() }),
  z.object({ type: z.literal('model'), model: z.string(), session: z.string(), spec: modelSpec }),
  z.object({ type: z.literal('model-closed'), model: z.string() }),
  z.object({
    type: z.literal('sampler'),
    sampler: z.string(),
    session: z.string(),
    base: z.string(),
    path: z.string().nullable(),
  }),
  z.object({
    type: z.literal('accepted'),
    request: z.int(),
    model: z.string(),
    kind: z.enum(trainingKinds),
    /** Place in the model's sequence; null where the client gave none. */
    seq: z.int().nullable(),
    /** Print of the body. */
    hash: z.string(),
    /** True of what leaves weights and gradients as they are. */
    idle: z.boolean(),
  }),
  z.object({ type: z.literal('ended'), request: z.int(), model: z.string(), failed: z.boolean() }),
  z.object({ type: z.literal('skipped'), model: z.string(), seq: z.int() }),
]);

/** One line of the journal. */
export type JournalEvent = z.output<typeof event>;

/**
 * The folder that a server keeps its state in: a journal of what was accepted and what ended, the bodies and outcomes of
 * requests, and the weights of models. A server that is killed goes on from it.
 */
export class StateFolder {
  readonly path: string;
  readonly #journal: string;

  constructor(path: string) {
    this.path = path;
    this.#journal = join(path, 'journal.jsonl');
  }

  /**
   * Everything that happened so far. A last line that is cut off, by a kill, did not happen.
   * @throws TwinZeroError `data` for a line that nobody here wrote.
   */
  async open(): Promise<JournalEvent[]> {
    await mkdir(this.path, { recursive: true });
    if (!existsSync(this.#journal)) return [];
    const text = readFileSync(this.#journal, 'utf8');
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    if (whole.length < text.length) await writeFileWhole(this.#journal, whole);
    return whole
      .split('\n')
      .slice(0, -1)
      .map((line, i) =>
        parseJson(line, event, {
          where: `${this.#journal}:${i + 1}`,
          mend: 'serve from another folder',
        }),
      );
  }

  /** Adds to the journal; what it says has happened once this returns. */
  append(happened: JournalEvent): void {
    appendFileSync(this.#journal, `${JSON.stringify(happened)}\n`);
  }

  /** The folder of a model's weights, and of its requests. */
  modelFolder(model: string): string {
    return join(this.path, 'models', model.replaceAll(':', '_'));
  }

  /** Keeps the body of a request until it is no longer needed. */
  keepBody(model: string, request: number, body: Uint8Array): void {
    const file = this.#file(model, request, 'body');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, body);
  }

  body(model: string, request: number): Promise<Uint8Array> {
    return readFile(this.#file(model, request, 'body'));
  }

  dropBody(model: string, request: number): Promise<void> {
    return rm(this.#file(model, request, 'body'), { force: true });
  }

  keepOutcome(model: string, request: number, outcome: Outcome): Promise<void> {
    return writeFileWhole(this.#file(model, request, 'outcome'), outcomeText(outcome));
  }

  async outcome(model: string, request: number): Promise<Outcome> {
    const file = this.#file(model, request, 'outcome');
    return readOutcome(await readFile(file, 'utf8'), file);
  }

  #file(model: string, request: number, part: 'body' | 'outcome'): string {
    return join(this.modelFolder(model), 'requests', `${request}.${part}.json`);
  }
}
