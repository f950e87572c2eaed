import { TwinZeroError } from '../../../../core/twin-zero-error.ts';
import type { Value } from '../graph.ts';
import type { Dimension } from '../onnx-model.ts';

/**
 * The shape of an elementwise operation on `a` and `b` under ONNX broadcasting.
 * @throws TwinZeroError `internal` when they do not broadcast.
 */
export function broadcastShape(a: Value, b: Value): Dimension[] {
  const rank = Math.max(a.shape.length, b.shape.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = a.shape[axis - rank + a.shape.length] ?? 1;
    const right = b.shape[axis - rank + b.shape.length] ?? 1;
    if (left === right || right === 1) return left;
    if (left === 1) return right;
    throw new TwinZeroError(
      'internal',
      `shapes [${a.shape.join(', ')}] of ${a.name} and [${b.shape.join(', ')}] of ${b.name} do not broadcast`,
    );
  });
}
