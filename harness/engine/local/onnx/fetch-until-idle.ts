/** Ours: a hub that sends nothing for a minute sends nothing any more; a slow one may take as long as it likes. */
export const hubIdleMs = 60_000;

/**
 * A `fetch` that ends a request whose server sends nothing for `idleMs` milliseconds, before its answer or within it.
 * @throws Error its requests and their bodies fail with a sentence that says so.
 */
export function fetchUntilIdle(idleMs: number): typeof fetch {
  return async (input, init) => {
    const ending = new AbortController();
    const idle = new Error(`nothing was fetched for ${idleMs} ms`);
    const start = (): NodeJS.Timeout => setTimeout(() => ending.abort(idle), idleMs);
    let timer = start();
    const heard = (): void => {
      clearTimeout(timer);
      timer = start();
    };
    try {
      const { body, status, statusText, headers } = await fetch(input, { ...init, signal: ending.signal });
      heard();
      if (body === null) clearTimeout(timer);
      return new Response(body?.pipeThrough(watched(heard, () => clearTimeout(timer))) ?? null, {
        status,
        statusText,
        headers,
      });
    } catch (error) {
      clearTimeout(timer);
      throw error;
    }
  };
}

/** Passes bytes on; hears of each piece and of the end. */
function watched(onPiece: () => void, onEnd: () => void): TransformStream<Uint8Array, Uint8Array> {
  return new TransformStream({
    transform(piece, passed) {
      onPiece();
      passed.enqueue(piece);
    },
    flush: onEnd,
  });
}
