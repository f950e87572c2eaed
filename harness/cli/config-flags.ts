import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { decodeUtf8 } from '../core/decode-utf8.ts';
import { parseJson } from '../core/parse-json.ts';
import { accessing } from '../core/system-refusal.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { changesIn, type ConfigChanges } from '../run/index.ts';
import type { NamedModel } from './model-form.ts';

/** Flags that change the configuration of an arm. */
export interface ConfigFlags {
  readonly set?: readonly string[];
  readonly config?: string;
}

/** Adds them to a command. */
export function withConfigFlags(command: Command): Command {
  return command
    .option(
      '--set <path=value...>',
      'other values in the configuration, e.g. learningRate.peak=3e-4; of a baseline its settings',
    )
    .option('--config <file>', 'JSON file with a part of a configuration; --set goes before it');
}

/**
 * The changes that the flags ask for, of the file first; undefined for none.
 * @throws TwinZeroError `configuration` for a file that is no JSON object, and a setting that is not PATH=VALUE.
 */
export async function configChanges(
  { set = [], config }: ConfigFlags,
  policy?: NamedModel,
): Promise<ConfigChanges | undefined> {
  const changes = {
    ...(config !== undefined && (await changesOf(config))),
    ...Object.fromEntries(set.map(parseSetting)),
    ...(policy !== undefined && { policy: policy.spec }),
  };
  return Object.keys(changes).length === 0 ? undefined : changes;
}

async function changesOf(file: string): Promise<ConfigChanges> {
  const bytes = await accessing({ path: file, doing: 'read' }, 'configuration', () => readFile(file));
  const place = {
    where: file,
    mend: 'give a JSON object such as { "learningRate": { "peak": 3e-4 } }',
    kind: 'configuration',
  } as const;
  return changesIn(parseJson(decodeUtf8(bytes, { file }), z.record(z.string(), z.unknown()), place));
}

/**
 * `topK=3` as a name and a value: JSON where it is JSON, else text.
 * @throws TwinZeroError `configuration` for a text without a name.
 */
export function parseSetting(text: string): [name: string, value: unknown] {
  const at = text.indexOf('=');
  if (at < 1)
    throw new TwinZeroError(
      'configuration',
      `--set ${text} must be NAME=VALUE, e.g. learningRate.peak=3e-4 or topK=3`,
    );
  const value = text.slice(at + 1);
  try {
    return [text.slice(0, at), JSON.parse(value)];
  } catch {
    return [text.slice(0, at), value];
  }
}
