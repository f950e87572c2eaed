import type { FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import { repeatedKey } from './repeated-key.ts';

/** Place of one tensor in its file; `start` and `end` are byte positions in the file. */
export interface TensorEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

/** A safetensors file open for reading. */
export interface SafetensorsFile {
  readonly file: string;
  readonly handle: FileHandle;
  /** Advice where it is broken. */
  readonly mend: string;
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
 * Reads the header of a safetensors file: 8 bytes of little-endian length, then JSON, then the data, of which every
 * byte belongs to one tensor.
 * @throws TwinZeroError `data` when the file is cut short, is longer than its tensors, names a tensor twice or lets
 * two share bytes, or is not a safetensors file.
 */
export async function readSafetensorsHeader(
  source: SafetensorsFile,
): Promise<ReadonlyMap<string, TensorEntry>> {
  const { handle } = source;
  const { size } = await handle.stat();
  const prefix = new DataView(new ArrayBuffer(8));
  if (size < 8) throw truncated(source, size, 8);
  await handle.read(prefix, 0, 8, 0);
  const length = Number(prefix.getBigUint64(0, true));
  if (length > maxHeaderBytes) throw malformed(source, `its header claims ${length} bytes`);
  const data = 8 + length;
  if (size < data) throw truncated(source, size, data);
  const text = Buffer.alloc(length);
  await handle.read(text, 0, length, 8);
  const entries = parseHeader(text, source, data);
  requireSeamless(entries, source, { data, size });
  return entries;
}

function parseHeader(text: Buffer, source: SafetensorsFile, data: number): Map<string, TensorEntry> {
  const entries = new Map<string, TensorEntry>();
  for (const [name, value] of Object.entries(parseJson(text, source))) {
    if (name === '__metadata__') continue;
    const tensor = entry.safeParse(value);
    if (!tensor.success) throw malformed(source, `the entry of ${name} is malformed`);
    const { dtype, shape, data_offsets: offsets } = tensor.data;
    if (offsets[1] < offsets[0])
      throw malformed(source, `tensor ${name} ends at byte ${offsets[1]}, before its start at ${offsets[0]}`);
    entries.set(name, { dtype, shape, start: data + offsets[0], end: data + offsets[1] });
  }
  return entries;
}

function parseJson(bytes: Buffer, source: SafetensorsFile): Record<string, unknown> {
  let text = '';
  let fields: Record<string, unknown> = {};
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    fields = header.parse(JSON.parse(text));
  } catch (cause) {
    throw malformed(source, 'its header is not a JSON object', { cause });
  }
  const repeated = repeatedKey(text);
  if (repeated !== null) throw malformed(source, `its header names ${repeated} twice`);
  return fields;
}

/** The order of the header is free, as in the safetensors library; the data may have no overlap, hole or rest. */
function requireSeamless(
  entries: ReadonlyMap<string, TensorEntry>,
  source: SafetensorsFile,
  { data, size }: { readonly data: number; readonly size: number },
): void {
  const inOrder = [...entries].sort(([, a], [, b]) => a.start - b.start || a.end - b.end);
  const end = inOrder.reduce((last, [, tensor]) => Math.max(last, tensor.end), data);
  if (size < end) throw truncated(source, size, end);
  let covered = data;
  let before = 'the header';
  for (const [name, tensor] of inOrder) {
    if (tensor.start < covered) throw malformed(source, `tensor ${name} overlaps ${before}`);
    if (tensor.start > covered)
      throw malformed(
        source,
        `${tensor.start - covered} bytes between ${before} and tensor ${name} belong to none`,
      );
    covered = tensor.end;
    before = `tensor ${name}`;
  }
  if (size > end) throw malformed(source, `${size - end} bytes follow ${before}, its last part`);
}

function truncated({ file, mend }: SafetensorsFile, size: number, needed: number): TwinZeroError {
  return new TwinZeroError('data', `${file} is cut short (${size} of ${needed} bytes): ${mend}`);
}

function malformed({ file, mend }: SafetensorsFile, reason: string, options?: ErrorOptions): TwinZeroError {
  return new TwinZeroError('data', `${file} is not a safetensors file (${reason}): ${mend}`, options);
}
