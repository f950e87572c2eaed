import { writeSync } from 'node:fs';
import { type LoadHook, register } from 'node:module';
import { isMainThread } from 'node:worker_threads';

// Compiled, for `node --import`: says on stderr which files a process reads as modules. Hooks run in a thread of their
// own, which reads this file again.
if (isMainThread) register(import.meta.url);

/** Passes every file on as it is. */
export const load: LoadHook = (url, context, next) => {
  writeSync(2, `${url}\n`);
  return next(url, context);
};
