/**
 * Gives the memory of arrays that nobody reads any more back within milliseconds; their length is 0 from now on. V8
 * collects such memory late, since the arrays themselves are small, and here one may be as large as a model. A message
 * that nobody can receive takes it along.
 * @param arrays each all of its buffer
 */
export function freeBuffers(arrays: Iterable<Float32Array | Uint8Array>): void {
  const { port1, port2 } = new MessageChannel();
  const buffers = [...arrays].map(({ buffer }) => buffer as ArrayBuffer);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port has no origin
  port1.postMessage(null, buffers);
  port1.close();
  port2.close();
}
