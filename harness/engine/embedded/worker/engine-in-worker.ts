import type { Worker } from 'node:worker_threads';
import { openWhole } from '../../../core/open-whole.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { EngineProfile } from '../../engine.ts';
import type { EmbeddedOptions } from '../session/embedded-options.ts';
import type { EmbeddedEngine } from './embedded-engine.ts';
import type { EngineMethod, EngineReply } from './engine-rpc.ts';
import { startEngineWorker } from './start-engine-worker.ts';

/**
 * Opens the embedded engine in a worker thread, so that this thread stays responsive while it computes.
 * @throws TwinZeroError `configuration`, `data` or `engine` when the folder or the provider cannot be used.
 */
export async function openEngineInWorker(options: EmbeddedOptions): Promise<EmbeddedEngine> {
  const worker = startEngineWorker(options);
  const link = new WorkerLink(worker);
  const profile = await openWhole((opened) => {
    opened(() => worker.terminate());
    return link.ready;
  });
  const call = <M extends EngineMethod>(method: M): EmbeddedEngine[M] =>
    // One cast instead of ten forwarding methods: `EngineMethod` names only methods.
    ((...args: unknown[]) => link.call(method, args)) as unknown as EmbeddedEngine[M];
  return {
    profile,
    sample: call('sample'),
    logprobs: call('logprobs'),
    forwardBackward: call('forwardBackward'),
    optimStep: call('optimStep'),
    supervisedSteps: call('supervisedSteps'),
    publish: call('publish'),
    freezeReference: call('freezeReference'),
    save: call('save'),
    load: call('load'),
    close: () => link.close(),
  };
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Pairs calls with replies; when the worker dies, every open call fails with the reason. The worker keeps the process
 * alive only while a call is open: one that nobody closes does not keep a process from ending.
 */
class WorkerLink {
  readonly ready: Promise<EngineProfile>;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #dead: Error | null = null;

  constructor(worker: Worker) {
    this.#worker = worker;
    this.ready = new Promise((resolve, reject) => {
      this.#waiting.set(0, { resolve: (value) => resolve(value as EngineProfile), reject });
    });
    worker.on('message', (reply: EngineReply) => this.#receive(reply));
    worker.on('error', (error) => this.#die(error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', (code) => this.#die(new Error(`the worker exited with code ${code}`)));
  }

  call(method: EngineMethod, args: readonly unknown[]): Promise<unknown> {
    if (this.#dead !== null) return Promise.reject(this.#dead);
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      // First, since it throws what cannot be sent, and then no reply comes.
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
      this.#worker.postMessage({ id, method, args });
      this.#waiting.set(id, { resolve, reject });
      this.#worker.ref();
    });
  }

  /** Closes the engine and ends its worker, whatever either says; one that has died needs no closing. */
  async close(): Promise<void> {
    try {
      if (this.#dead === null) await this.call('close', []);
    } finally {
      await this.#worker.terminate();
    }
  }

  #receive(reply: EngineReply): void {
    const id = 'ready' in reply ? 0 : reply.id;
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) this.#worker.unref();
    if ('ready' in reply) waiting?.resolve(reply.ready);
    else if ('value' in reply) waiting?.resolve(reply.value);
    else
      waiting?.reject(new TwinZeroError(reply.error.kind, reply.error.message, { cause: reply.error.stack }));
  }

  #die(cause: Error): void {
    this.#dead = new TwinZeroError('engine', `the embedded engine stopped: ${cause.message}`, { cause });
    for (const { reject } of this.#waiting.values()) reject(this.#dead);
    this.#waiting.clear();
  }
}
