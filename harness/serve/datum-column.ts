import { TwinZeroError } from '../core/twin-zero-error.ts';
import { tokensOf, type WireDatum } from '../engine/tinker/wire/index.ts';

/** A datum, and its name for people. */
export interface NamedDatum {
  readonly datum: WireDatum;
  /** E.g. `datum 0`. */
  readonly name: string;
}

/**
 * The tokens that a datum reads.
 * @throws TwinZeroError `data` for one without tokens, and for inputs that are not among `known` or that it lacks.
 */
export function readTokens(
  { datum, name }: NamedDatum,
  { known, needed }: { readonly known: readonly string[]; readonly needed: readonly string[] },
): number[] {
  const read = tokensOf(datum.model_input);
  if (read.length === 0) throw new TwinZeroError('data', `${name} holds no token; leave it out`);
  const stray = Object.keys(datum.loss_fn_inputs).find((key) => !known.includes(key));
  if (stray !== undefined)
    throw new TwinZeroError('data', `${name} has ${stray}; give ${known.join(', ')} alone`);
  for (const key of needed)
    if (!Object.hasOwn(datum.loss_fn_inputs, key))
      throw new TwinZeroError('data', `${name} has no ${key}, which this loss needs; add it`);
  return read;
}

/**
 * The numbers of one input, by place.
 * @param absent what stands at every place where the datum has not the input.
 * @throws TwinZeroError `data` for what is not one number a token.
 */
export function datumColumn(
  { datum, name }: NamedDatum,
  key: string,
  absent: number,
): (place: number) => number {
  const tensor = Object.hasOwn(datum.loss_fn_inputs, key) ? datum.loss_fn_inputs[key] : undefined;
  if (tensor === undefined) return () => absent;
  const { length } = tokensOf(datum.model_input);
  if (tensor.sparse_crow_indices !== undefined || (tensor.shape?.length ?? 1) !== 1)
    throw new TwinZeroError('data', `${key} of ${name} is no dense vector; send one number a token`);
  if (tensor.data.length !== length)
    throw new TwinZeroError(
      'data',
      `${name} came with ${tensor.data.length} ${key} for its ${length} tokens; give one for each`,
    );
  return (place) => tensor.data[place] ?? NaN;
}

/** The input and what its last place predicts; any number may stand there, and the engine wants a token. */
export function withLast(read: readonly number[], last: number): number[] {
  return [...read, Number.isSafeInteger(last) && last >= 0 ? last : 0];
}
