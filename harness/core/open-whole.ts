type Close = () => unknown;

/**
 * Closes one thing after the other, all of them even where one fails.
 * @throws the first failure, once the rest is closed.
 */
export async function closeAll(closers: readonly Close[]): Promise<void> {
  const failures: unknown[] = [];
  for (const close of closers)
    try {
      await close();
    } catch (error) {
      failures.push(error);
    }
  if (failures.length > 0) throw failures[0];
}

/**
 * Opens something of several parts. `open` says after each part how it is closed; when a later part fails to open,
 * the ones before it are closed, newest first.
 * @throws what `open` throws.
 */
export async function openWhole<T>(open: (opened: (close: Close) => void) => Promise<T>): Promise<T> {
  const closers: Close[] = [];
  try {
    return await open((close) => closers.unshift(close));
  } catch (error) {
    // What failed to open is what has to be mended, whatever closing says.
    await closeAll(closers).catch(() => undefined);
    throw error;
  }
}

/** Waits for a part that is opening, and keeps it to be closed with the rest. */
export type Keep = <Part extends { close(): Promise<void> }>(opening: Promise<Part>) => Promise<Part>;

/**
 * Opens something of parts that close themselves, as `openWhole`. Its `close` closes them all, newest first; a second
 * call does nothing more.
 * @throws what `open` throws.
 */
export function openParts<Whole extends object>(
  open: (keep: Keep) => Promise<Whole>,
): Promise<Whole & { close(): Promise<void> }> {
  return openWhole(async (opened) => {
    const closers: (() => Promise<void>)[] = [];
    const whole = await open(async (opening) => {
      const part = await opening;
      const close = (): Promise<void> => part.close();
      closers.unshift(close);
      opened(close);
      return part;
    });
    return Object.assign(whole, { close: () => closeAll(closers.splice(0)) });
  });
}

/** The thing opened; null where none was, or where opening failed: there is nothing to close then. */
export async function ifOpened<T>(opening: Promise<T> | null): Promise<T | null> {
  return opening === null ? null : opening.catch(() => null);
}
