import type { ChildProcess } from 'node:child_process';

/** Where signals to this process are heard; `process` itself outside tests. */
export interface SignalSource {
  on(signal: 'SIGINT' | 'SIGTERM', heard: (signal: NodeJS.Signals) => void): unknown;
  off(signal: 'SIGINT' | 'SIGTERM', heard: (signal: NodeJS.Signals) => void): unknown;
}

/**
 * The exit code of a child process. A first signal to this process is passed on, so that the child can finish its
 * step; a second one kills it.
 * @returns 130 when the child died of a signal passed on; 1, named on stderr, when it died of any other.
 */
export function childExit(
  child: ChildProcess,
  { name, signals = process }: { readonly name: string; readonly signals?: SignalSource },
): Promise<number> {
  return new Promise((resolve, reject) => {
    let asked = false;
    const pass = (signal: NodeJS.Signals): void => {
      child.kill(asked ? 'SIGKILL' : signal);
      asked = true;
    };
    signals.on('SIGINT', pass);
    signals.on('SIGTERM', pass);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      signals.off('SIGINT', pass);
      signals.off('SIGTERM', pass);
      if (code === null && !asked) console.error(`${name} was killed by ${signal}`);
      resolve(code ?? (asked ? 130 : 1));
    });
  });
}
