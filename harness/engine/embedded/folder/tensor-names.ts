import type { Tensors } from '../train/parameter-store.ts';

/** The same tensors, each under `prefix` and its name. */
export function withPrefix(prefix: string, tensors: Tensors): Tensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [`${prefix}${name}`, tensor]));
}

/** Those tensors whose names begin with `prefix`, under the rest of their names. */
export function withoutPrefix(prefix: string, tensors: Tensors): Tensors {
  return Object.fromEntries(
    Object.entries(tensors).flatMap(([name, tensor]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), tensor] as const] : [],
    ),
  );
}

/** Frees device memory; tensors in host memory are left to the collector. */
export function disposeTensors(...groups: readonly Tensors[]): void {
  for (const group of groups)
    for (const tensor of Object.values(group)) if (tensor.location === 'gpu-buffer') tensor.dispose();
}
