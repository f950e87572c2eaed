import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { TextCodec, TextEncoding } from '../../text-codec.ts';
import { chatCodec } from './chat-codec.ts';
import { readChatTemplate, readTokenizer } from './read-tokenizer.ts';
import { trustedEncoding } from './trusted-encoding.ts';

/**
 * The text encoding of a Hugging Face folder, from its `tokenizer.json`; needs no chat template. Text is untrusted: what
 * looks like a chat marker stays text.
 * @throws TwinZeroError `configuration` when the file is missing or of a kind that is not supported.
 */
export async function huggingFaceEncoding(folder: string): Promise<TextEncoding> {
  return trustedEncoding(readTokenizer(folder));
}

/**
 * The codec of a Hugging Face folder, from its `tokenizer.json` and its chat template, of several the one named
 * `template`, by default `default`. Messages are untrusted: text
 * that looks like a chat marker stays text.
 * @throws TwinZeroError `configuration` when the folder has no tokenizer that is supported or no chat template that works.
 */
export async function huggingFaceCodec(
  folder: string,
  { template: name }: { readonly template?: string } = {},
): Promise<TextCodec> {
  const files = readTokenizer(folder);
  const source = readChatTemplate(folder, files.config, name);
  return chatCodec(trustedEncoding(files), source);
}

/**
 * A decoder of tokens of the folder's model, which opens the tokenizer when it is first called: a folder without one, or
 * with one that is not supported, can be sampled, but not with stop strings.
 */
export async function textDecoder(folder: string): Promise<(tokens: readonly number[]) => string> {
  let encoding: TextEncoding | null = null;
  return (tokens) => {
    encoding ??= openForDecoding(folder);
    return encoding.decode(tokens);
  };
}

function openForDecoding(folder: string): TextEncoding {
  const file = join(folder, 'tokenizer.json');
  if (!existsSync(file))
    throw new TwinZeroError('engine', `stop strings need ${file}; use stop tokens instead`);
  return trustedEncoding(readTokenizer(folder));
}
