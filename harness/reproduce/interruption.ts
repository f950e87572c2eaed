/** Request to a process that it should stop. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** Stops listening, and lets go of the parent of a job, so that the process can end. */
  release(): void;
}

/** Listens for Ctrl-C and its like, of which a second one is final. */
export function listenForInterruption(): Interruption {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  return {
    signal: controller.signal,
    release: () => void process.off('SIGINT', stop).off('SIGTERM', stop),
  };
}

/**
 * The same in the process of a job. It gets Ctrl-C twice, from the terminal and passed on, and leaves the second to its
 * parent; when the parent is gone it leaves at once, for another process may be about to resume its run.
 */
export function listenAsJob(): Interruption {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  process.on('SIGINT', stop).on('SIGTERM', stop).once('disconnect', leave);
  if (!process.connected) leave();
  return {
    signal: controller.signal,
    release: () => {
      process.off('SIGINT', stop).off('SIGTERM', stop).off('disconnect', leave);
      if (process.connected) process.disconnect();
    },
  };
}

/** Killed, not ended: at once, and without a word from the runtime below. A run can be resumed from any moment. */
function leave(): void {
  process.kill(process.pid, 'SIGKILL');
}
