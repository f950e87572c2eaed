import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { decodeUtf8 } from '../../../core/decode-utf8.ts';
import { parseJson } from '../../../core/parse-json.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { TextCodec } from '../../text-codec.ts';
import { chatMarkers } from './chat-markers.ts';
import { textEncoding, type TextEncoding } from './text-encoding.ts';
import { tokenizerConfigJson, tokenizerJson } from './tokenizer-json.ts';

/**
 * The codec of a Hugging Face folder, from its `tokenizer.json` and the chat template of its `tokenizer_config.json`
 * (or `chat_template.jinja`). Messages are untrusted: text that looks like a chat marker stays text.
 * @throws TwinZeroError `configuration` when a file is missing or is not a byte-pair tokenizer with a chat template.
 */
export async function huggingFaceCodec(folder: string): Promise<TextCodec> {
  const file = join(folder, 'tokenizer.json');
  const configFile = join(folder, 'tokenizer_config.json');
  const json = await readJson(file, tokenizerJson);
  const config = await readJson(configFile, tokenizerConfigJson);
  const template = config.chat_template ?? (await readTemplate(folder));
  const withTemplate = template === undefined ? config : { ...config, chat_template: template };
  const encoding = openEncoding(file, () => textEncoding(json, withTemplate));
  const markers = chatMarkers(withTemplate, encoding.specialTokens, configFile);
  const trim = (text: string): string => (markers.trims ? text.trim() : text);
  return {
    vocabularySize: encoding.vocabularySize,
    encode: (text) => encoding.encodeText(text),
    decode: (tokens) => encoding.decode(tokens),
    prompt: (text) => encodeMessage(encoding, trim(text), markers.prompt),
    observation: (text) => encodeMessage(encoding, trim(text), markers.observation),
    stopToken: encoding.specialTokens.get(markers.stop) ?? NaN,
  };
}

/**
 * As one string, which is what transformers encodes, unless the text holds the text of a marker: then piece by piece,
 * so that it cannot become one.
 */
function encodeMessage(
  encoding: TextEncoding,
  text: string,
  [before, after]: readonly [string, string],
): number[] {
  const hostile = [...encoding.specialTokens.keys()].some((special) => text.includes(special));
  if (!hostile) return encoding.encodeTrusted(before + text + after);
  return [...encoding.encodeTrusted(before), ...encoding.encodeText(text), ...encoding.encodeTrusted(after)];
}

async function readJson<T>(file: string, schema: z.ZodType<T>): Promise<T> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new TwinZeroError(
      'configuration',
      `${file} cannot be read: give a Hugging Face folder with a tokenizer`,
      { cause },
    );
  });
  const text = decodeUtf8(bytes, { file, kind: 'configuration' });
  return parseJson(text, schema, { where: file, mend: 'use a byte-pair tokenizer', kind: 'configuration' });
}

async function readTemplate(folder: string): Promise<string | undefined> {
  const file = join(folder, 'chat_template.jinja');
  const bytes = await readFile(file).catch(() => undefined);
  return bytes === undefined ? undefined : decodeUtf8(bytes, { file, kind: 'configuration' });
}

function openEncoding(file: string, open: () => TextEncoding): TextEncoding {
  try {
    return open();
  } catch (cause) {
    throw new TwinZeroError(
      'configuration',
      `${file} is not supported (${String(cause)}): use a byte-pair tokenizer`,
      { cause },
    );
  }
}

/** Turns tokens of the folder's model into text; a folder without a tokenizer can be sampled, but not with stop strings. */
export async function textDecoder(folder: string): Promise<(tokens: readonly number[]) => string> {
  if (existsSync(join(folder, 'tokenizer.json'))) {
    const codec = await huggingFaceCodec(folder);
    return (tokens) => codec.decode(tokens);
  }
  return () => {
    throw new TwinZeroError(
      'engine',
      `stop strings need ${join(folder, 'tokenizer.json')}; use stop tokens instead`,
    );
  };
}
