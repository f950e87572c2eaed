import { withLock } from '../lock.ts';

/** Request of the parent: a folder to lock, or to exit; anything else ends what holds a lock. */
interface Request {
  readonly lock?: string;
  readonly exit?: true;
}

// A process of its own for tests of the lock.
process.on('message', ({ lock, exit }: Request) => {
  if (exit === true) process.exit(0);
  if (lock === undefined) return;
  withLock(lock, untilTold).then(
    () => process.send?.('released'),
    (error: unknown) => process.send?.(String(error)),
  );
});
process.send?.('ready');

async function untilTold(): Promise<void> {
  process.send?.('held');
  await new Promise((told) => process.once('message', told));
}
