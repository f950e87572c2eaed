import type { ModelConfig } from '../folder/model-config.ts';
import { type ParameterShape, parameterShapes } from '../folder/parameter-shapes.ts';
import { lowRankNames } from './low-rank-adapter.ts';

/** The matrices that an adapter may update, [out, in] each: those of the layers, in their order; the head stays. */
export function adaptableMatrices(config: ModelConfig): ReadonlyMap<string, readonly [number, number]> {
  return new Map(
    parameterShapes(config).flatMap(({ name, shape: [out, inner] }) =>
      name.startsWith('model.layers.') && out !== undefined && inner !== undefined
        ? [[name.replace(/\.weight$/u, ''), [out, inner] as const]]
        : [],
    ),
  );
}

/** The tensors of a model's adapter in the order of its modules, A before B; none without an adapter. */
export function adapterShapes(config: ModelConfig): readonly ParameterShape[] {
  const { modules, rank } = config.adapter ?? { modules: [], rank: 0 };
  const matrices = adaptableMatrices(config);
  return modules.flatMap((module) => {
    const [out, inner] = matrices.get(module) ?? [0, 0];
    const names = lowRankNames(module);
    return [
      { name: names.a, shape: [rank, inner] },
      { name: names.b, shape: [out, rank] },
    ];
  });
}

/** The parameters that training changes: the adapter's alone where there is one, else all. */
export function trainedShapes(config: ModelConfig): readonly ParameterShape[] {
  return config.adapter === undefined ? parameterShapes(config) : adapterShapes(config);
}
