import type { z } from 'zod';
import { type ConfigSource, refusal } from './config-refusal.ts';

/** A `config.json` that was parsed. */
export interface ConfigFile extends ConfigSource {
  /** As it stands in the file; messages show its values. */
  readonly raw: unknown;
}

/**
 * Fields of a configuration as `schema` reads them; its messages are what a field supports.
 * @param value `file.raw`, or that with defaults filled in.
 * @throws TwinZeroError `configuration` naming the first field at fault, what the file holds and what is supported.
 */
export function checkedFields<T>(schema: z.ZodType<T>, value: unknown, file: ConfigFile): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const extra = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  throw refusal(file, {
    path: [...(issue?.path ?? []), ...extra],
    raw: file.raw,
    supported: issue?.message ?? 'the fields of a decoder',
  });
}
