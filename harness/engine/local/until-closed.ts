import { TwinZeroError } from '../../core/twin-zero-error.ts';

/** Requests to something that closes once they are answered. */
export interface UntilClosed {
  /** @throws TwinZeroError `engine` once it is closed. */
  run<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Counts the requests of the engine `id`, and closes it after the last; a second `close` does nothing more. */
export function untilClosed(id: string, dispose: () => Promise<void>): UntilClosed {
  const running = new Set<Promise<unknown>>();
  let closing: Promise<void> | null = null;
  return {
    async run(work) {
      if (closing !== null) throw new TwinZeroError('engine', `the engine ${id} is closed; open it again`);
      const answer = work();
      running.add(answer);
      try {
        return await answer;
      } finally {
        running.delete(answer);
      }
    },
    close: () => (closing ??= Promise.allSettled(running).then(dispose)),
  };
}
