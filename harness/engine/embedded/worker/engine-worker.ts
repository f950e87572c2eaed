import { parentPort, workerData } from 'node:worker_threads';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { EmbeddedOptions } from '../session/embedded-options.ts';
import type { EngineCall, EngineReply } from './engine-rpc.ts';
import { openEngineInThread } from './engine-in-thread.ts';

const port = parentPort;
if (port === null) throw new TwinZeroError('internal', 'engine-worker runs only as a worker thread');

const reply = (message: EngineReply): void => port.postMessage(message);

const fail = (id: number, error: unknown): void => {
  const kind = error instanceof TwinZeroError ? error.kind : 'internal';
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  reply({ id, error: { kind, message, stack: stack ?? message } });
};

try {
  const engine = await openEngineInThread(workerData as EmbeddedOptions);
  port.on('message', ({ id, method, args }: EngineCall) => {
    const call = engine[method] as (...args: readonly unknown[]) => Promise<unknown>;
    Promise.resolve()
      .then(() => call.apply(engine, [...args]))
      .then(
        (value) => reply({ id, value }),
        (error: unknown) => fail(id, error),
      );
  });
  reply({ ready: engine.profile });
} catch (error) {
  fail(0, error);
}
