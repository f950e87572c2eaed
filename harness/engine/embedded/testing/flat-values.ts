import type { NamedTensors } from '../folder/named-tensors.ts';

/** The numbers of all tensors, one after another. */
export function flatValues(tensors: NamedTensors | undefined): Float32Array {
  const parts = [...(tensors?.values() ?? [])].map(({ data }) => data);
  const all = new Float32Array(parts.reduce((total, { length }) => total + length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}
