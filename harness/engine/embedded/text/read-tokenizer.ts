import { existsSync, readdirSync, readFileSync } from 'node:fs';
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
 * @throws TwinZeroError `configuration` when `tokenizer.json` is missing or of a kind that is not supported.
 */
export function readTokenizer(folder: string): TokenizerFiles {
  const file = join(folder, 'tokenizer.json');
  const json = readJson(file, tokenizerJson, 'use another tokenizer');
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
 * Reads a chat template of a folder by its name: `chat_template.jinja` is `default` and the others stand in
 * `additional_chat_templates`; where there is neither, those of `tokenizer_config.json`, as transformers 5 does.
 * @throws TwinZeroError `configuration` when there is none of that name.
 */
export function readChatTemplate(
  folder: string,
  config: TokenizerConfigJson,
  name = 'default',
): ChatTemplateSource {
  const inFiles = templateFiles(folder);
  const where = join(folder, 'tokenizer_config.json');
  const found =
    inFiles.length > 0 ? inFiles : templatesIn(config).map((template) => ({ ...template, where }));
  if (found.length === 0)
    throw new TwinZeroError('configuration', `${where} has no chat_template: use the folder of a chat model`);
  const chosen = found.find((template) => template.name === name);
  if (chosen === undefined)
    throw new TwinZeroError(
      'configuration',
      `${found[0]?.where}: none of its chat templates (${found.map((template) => template.name).join(', ')}) is named ${name}: choose one of them as the template`,
    );
  const { source, where: file } = chosen;
  return { source, where: file, bosToken: config.bos_token ?? '', eosToken: config.eos_token ?? '' };
}

interface NamedTemplate {
  readonly name: string;
  readonly source: string;
}

function templatesIn({ chat_template }: TokenizerConfigJson): readonly NamedTemplate[] {
  if (chat_template === null || chat_template === undefined) return [];
  if (typeof chat_template === 'string') return [{ name: 'default', source: chat_template }];
  return chat_template.map(({ name, template }) => ({ name, source: template }));
}

const jinja = '.jinja';

function templateFiles(folder: string): readonly (NamedTemplate & { readonly where: string })[] {
  const others = join(folder, 'additional_chat_templates');
  const names = existsSync(others) ? readdirSync(others).filter((file) => file.endsWith(jinja)) : [];
  return [
    { name: 'default', where: join(folder, `chat_template${jinja}`) },
    ...names.toSorted().map((file) => ({ name: file.slice(0, -jinja.length), where: join(others, file) })),
  ].flatMap((template) => {
    const source = readText(template.where);
    return source === null ? [] : [{ ...template, source }];
  });
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
