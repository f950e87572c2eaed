import type { ParameterState } from '../train/parameter-store.ts';
import type { HostParameters } from '../train/host-parameters.ts';

/** The state of `parameters` with every weight `factor` times what it is, in memory of its own. */
export function scaled(parameters: HostParameters, factor: number): ParameterState {
  const { weights, ...rest } = parameters.read();
  const tensors = new Map(
    [...weights.tensors].map(([name, { shape, data }]) => [
      name,
      { shape, data: data.map((value) => value * factor) },
    ]),
  );
  return { ...rest, weights: { ...weights, tensors } };
}
