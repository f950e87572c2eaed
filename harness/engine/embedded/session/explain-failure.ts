import { TwinZeroError } from '../../../core/twin-zero-error.ts';

/** How ONNX Runtime, C++ and V8 say that there is no memory left. */
const noMemory =
  /failed to allocate|bad_alloc|bad allocation|allocation failed|out of memory|not enough memory/iu;

/**
 * The error with which a computation failed as one sentence where it lacked memory; any other as it is.
 * @param doing e.g. `opening a session on provider cpu`
 */
export function explainFailure(error: unknown, doing: string): unknown {
  if (error instanceof TwinZeroError || !(error instanceof Error) || !noMemory.test(error.message))
    return error;
  const [, bytes] = /requested buffer of size (\d+)/u.exec(error.message) ?? [];
  const size = bytes === undefined ? 'memory' : `${(Number(bytes) / 2 ** 30).toFixed(2)} GiB of memory`;
  return new TwinZeroError(
    'engine',
    `${doing} took ${size} that could not be had: take fewer lanes, shorter sequences or smaller micro-batches, a smaller model or a larger machine`,
    { cause: error },
  );
}
