import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { WeightsRef } from '../../weights-ref.ts';
import type { Connection } from '../client/connection.ts';

/**
 * The norm of the gradient among the metrics of a step.
 * @throws TwinZeroError `engine` where the server told none.
 */
export function gradNormOf(
  metrics: Readonly<Record<string, number | null>>,
  { line }: Pick<Connection, 'line'>,
): number {
  const [, gradNorm] = Object.entries(metrics).find(([name]) => /grad_norm|unclipped_grad/.test(name)) ?? [];
  if (typeof gradNorm === 'number') return gradNorm;
  throw new TwinZeroError(
    'engine',
    `${line.where('optim_step')} told no gradient norm, by which a run that diverges is found; metrics: ${Object.keys(metrics).join(', ')}`,
  );
}

/**
 * The server's own name of saved weights.
 * @throws TwinZeroError `configuration` for weights that are in a folder.
 */
export function savedName(ref: WeightsRef): string {
  if (ref.kind === 'named') return ref.name;
  throw new TwinZeroError(
    'configuration',
    `the weights in ${ref.folder} are in a folder of this machine, and a Tinker server loads what it has saved itself; name a checkpoint of the server`,
  );
}
