import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { decodeUtf8 } from '../../../core/decode-utf8.ts';
import { checkValue, parseJson } from '../../../core/parse-json.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import {
  type TokenizerConfigJson,
  tokenizerConfigJson,
  type TokenizerJson,
  tokenizerJson,
} from './tokenizer-json.ts';

/** Tokenizer of a Hugging Face folder, as its files state it. */
export interface TokenizerFiles {
  readonly json: TokenizerJson;
  /** Empty where the folder has no `tokenizer_config.json`. */
  readonly config: TokenizerConfigJson;
  /** Path of `tokenizer.json`. */
  readonly file: string;
}

/** A chat template as it was found. */
export interface ChatTemplateSource {
  readonly source: string;
  /** Path of the file it stands in. */
  readonly where: string;
  /** Texts of the tokens a template may name, empty where there are none. */
  readonly bosToken: string;
  readonly eosToken: string;
}

/**
 * Reads the tokenizer of a folder.
 * @throws TwinZeroError `configuration` when `tokenizer.json` is missing or is no byte-pair tokenizer.
 */
export function readTokenizer(folder: string): TokenizerFiles {
  const file = join(folder, 'tokenizer.json');
  const json = readJson(file, tokenizerJson, 'use a byte-pair tokenizer');
  if (json === null)
    throw new TwinZeroError(
      'configuration',
      `${file} cannot be read: give a Hugging Face folder with a tokenizer`,
    );
  const config = readJson(
    join(folder, 'tokenizer_config.json'),
    tokenizerConfigJson,
    'write it as transformers does',
  );
  return { json, config: config ?? {}, file };
}

/**
 * Reads the chat template of a folder: `chat_template.jinja`, else the one of `tokenizer_config.json`, as transformers
 * does; of several the one named `default`.
 * @throws TwinZeroError `configuration` when there is none.
 */
export function readChatTemplate(folder: string, config: TokenizerConfigJson): ChatTemplateSource {
  const tokens = { bosToken: config.bos_token ?? '', eosToken: config.eos_token ?? '' };
  const ownFile = join(folder, 'chat_template.jinja');
  const own = readText(ownFile);
  if (own !== null) return { source: own, where: ownFile, ...tokens };
  const where = join(folder, 'tokenizer_config.json');
  const templates = config.chat_template ?? null;
  if (templates === null)
    throw new TwinZeroError('configuration', `${where} has no chat_template: use the folder of a chat model`);
  if (typeof templates === 'string') return { source: templates, where, ...tokens };
  const chosen = templates.find(({ name }) => name === 'default');
  if (chosen !== undefined) return { source: chosen.template, where, ...tokens };
  throw new TwinZeroError(
    'configuration',
    `${where}: none of its chat templates (${templates.map(({ name }) => name).join(', ')}) is named default: rename the one to use`,
  );
}

function readJson<T>(file: string, schema: z.ZodType<T>, mend: string): T | null {
  const text = readText(file);
  if (text === null) return null;
  const place = { where: file, kind: 'configuration' } as const;
  const value = parseJson(text, z.unknown(), { ...place, mend: 'copy or download it again' });
  return checkValue(value, schema, { ...place, mend });
}

/** Null where there is no such file. */
function readText(file: string): string | null {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new TwinZeroError(
      'configuration',
      `${file} cannot be read (${(cause as NodeJS.ErrnoException).code}): make it a readable file`,
      { cause },
    );
  }
  return decodeUtf8(bytes, { file, kind: 'configuration' });
}
