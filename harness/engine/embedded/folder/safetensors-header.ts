import type { FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import { decodeUtf8 } from '../../../core/decode-utf8.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';

/** Where one tensor lies in its file; `start` and `end` are byte positions in the file. */
export interface TensorEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

/** The safetensors library refuses longer headers. */
const maxHeaderBytes = 100_000_000;
const position = z.int().nonnegative();
const entry = z.object({
  dtype: z.string(),
  shape: z.array(position),
  data_offsets: z.tuple([position, position]),
});
const header = z.record(z.string(), z.unknown());

/**
 * Reads the header of a safetensors file: 8 bytes of little-endian length, then JSON, then the data.
 * @throws TwinZeroError `data` when the file is cut short or is not a safetensors file.
 */
export async function readSafetensorsHeader(
  file: string,
  handle: FileHandle,
): Promise<ReadonlyMap<string, TensorEntry>> {
  const { size } = await handle.stat();
  const prefix = new DataView(new ArrayBuffer(8));
  if (size < 8) throw truncated(file, size, 8);
  await handle.read(prefix, 0, 8, 0);
  const length = Number(prefix.getBigUint64(0, true));
  if (length > maxHeaderBytes) throw malformed(file, `its header claims ${length} bytes`);
  const data = 8 + length;
  if (size < data) throw truncated(file, size, data);
  const text = Buffer.alloc(length);
  await handle.read(text, 0, length, 8);
  const entries = parseHeader(decodeUtf8(text, { file }), file, data);
  const end = Math.max(data, ...[...entries.values()].map((tensor) => tensor.end));
  if (size < end) throw truncated(file, size, end);
  return entries;
}

function parseHeader(text: string, file: string, data: number): Map<string, TensorEntry> {
  const entries = new Map<string, TensorEntry>();
  for (const [name, value] of Object.entries(parseJson(text, file))) {
    if (name === '__metadata__') continue;
    const tensor = entry.safeParse(value);
    if (!tensor.success) throw malformed(file, `the entry of ${name} is malformed`);
    const { dtype, shape, data_offsets: offsets } = tensor.data;
    entries.set(name, { dtype, shape, start: data + offsets[0], end: data + offsets[1] });
  }
  return entries;
}

function parseJson(text: string, file: string): Record<string, unknown> {
  try {
    return header.parse(JSON.parse(text));
  } catch (cause) {
    throw malformed(file, 'its header is not a JSON object', { cause });
  }
}

function truncated(file: string, size: number, needed: number): TwinZeroError {
  return new TwinZeroError(
    'data',
    `${file} is cut short (${size} of ${needed} bytes): copy or download it again`,
  );
}

function malformed(file: string, reason: string, options?: ErrorOptions): TwinZeroError {
  return new TwinZeroError(
    'data',
    `${file} is not a safetensors file (${reason}): copy or download it again`,
    options,
  );
}
