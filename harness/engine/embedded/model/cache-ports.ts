/** Names of the cache tensors of a decode graph that keeps its cache on the device. */
export const cachePorts = {
  key: (layer: number): string => `key.${layer}`,
  value: (layer: number): string => `value.${layer}`,
  /** Prefix of the tensor that replaces one. */
  next: 'next:',
  all: (layers: number): string[] =>
    Array.from({ length: layers }, (_, layer) => [`key.${layer}`, `value.${layer}`]).flat(),
} as const;
