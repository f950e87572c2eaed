import { Worker } from 'node:worker_threads';
import type { EmbeddedOptions } from '../session/embedded-options.ts';

/** Starts the engine's worker thread: the compiled file from `dist`, or the source through tsx. */
export function startEngineWorker(options: EmbeddedOptions): Worker {
  if (import.meta.url.endsWith('.js'))
    return new Worker(new URL('./engine-worker.js', import.meta.url), { workerData: options });
  // Node 20 loads a worker's entry file without the loader hooks of its parent, so the hooks come first.
  const source = new URL('./engine-worker.ts', import.meta.url).href;
  const bootstrap = `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(source)}); })`;
  return new Worker(bootstrap, { eval: true, workerData: options });
}
