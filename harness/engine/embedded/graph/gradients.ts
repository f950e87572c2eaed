import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { Graph, Value } from './graph.ts';

/**
 * Extends `graph` with the gradient of a scalar with respect to each value of `targets`, by reverse-mode
 * differentiation over the graph's tape.
 *
 * @param loss scalar (shape []) to differentiate.
 * @returns one gradient per target, of the target's shape.
 * @throws TwinZeroError `internal` when the loss is no scalar or does not depend on a target.
 */
export function gradients(graph: Graph, loss: Value, targets: readonly Value[]): Value[] {
  if (loss.shape.length > 0)
    throw new TwinZeroError('internal', `cannot differentiate ${loss.name}: not a scalar`);
  const entries = [...graph.tape];
  const reaching = valuesDependingOn(entries, targets);
  const found = new Map<string, Value>([[loss.name, graph.scalar(1)]]);
  for (const entry of entries.reverse()) {
    const gradient = found.get(entry.output.name);
    if (gradient === undefined || !entry.inputs.some((input) => reaching.has(input.name))) continue;
    for (const [index, contribution] of entry.pullback(gradient).entries()) {
      const input = entry.inputs[index];
      if (contribution === null || input === undefined || !reaching.has(input.name)) continue;
      const sum = found.get(input.name);
      found.set(
        input.name,
        sum === undefined ? contribution : graph.node('Add', [sum, contribution], { shape: input.shape }),
      );
    }
  }
  return targets.map((target) => {
    const gradient = found.get(target.name);
    if (gradient === undefined)
      throw new TwinZeroError('internal', `the loss does not depend on ${target.name}`);
    return gradient;
  });
}

function valuesDependingOn(tape: Graph['tape'], targets: readonly Value[]): Set<string> {
  const reaching = new Set(targets.map((target) => target.name));
  for (const entry of tape)
    if (entry.inputs.some((input) => reaching.has(input.name))) reaching.add(entry.output.name);
  return reaching;
}
