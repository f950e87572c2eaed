import type { WireDatum } from '../wire/index.ts';
import type { ServerProfile } from '../profile/server-profile.ts';

/** Bounds of one training request. */
export interface ChunkBounds {
  readonly mostData: number;
  readonly mostBytes: number;
  readonly dialect: ServerProfile['dialect'];
}

/**
 * Bytes of one number in a body: of a tensor's element in protobuf up to 8, and in JSON up to 25 letters with its comma,
 * e.g. `-0.00012345678901234567,`.
 */
const numberBytes = { protobuf: 8, json: 25 } as const;

/**
 * Cuts data into requests, in order, each within the bounds or of one datum. A generator, so that of a large step no
 * more than one body at a time is written out.
 * @yields the data of one request.
 */
export function* chunksOf(data: readonly WireDatum[], bounds: ChunkBounds): Generator<readonly WireDatum[]> {
  let chunk: WireDatum[] = [];
  let bytes = 0;
  for (const datum of data) {
    const own = bytesOf(datum, bounds.dialect);
    if (chunk.length > 0 && (chunk.length >= bounds.mostData || bytes + own > bounds.mostBytes)) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(datum);
    bytes += own;
  }
  if (chunk.length > 0) yield chunk;
}

/** At most what the datum takes in a body. */
function bytesOf(
  { model_input: { chunks }, loss_fn_inputs: inputs }: WireDatum,
  dialect: ChunkBounds['dialect'],
): number {
  const tokens = chunks.reduce((sum, { tokens: { length } }) => sum + length, 0);
  const numbers = Object.values(inputs).reduce((sum, { data: { length } }) => sum + length, tokens);
  return numbers * numberBytes[dialect] + 256;
}
