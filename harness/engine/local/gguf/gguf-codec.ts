import { z } from 'zod';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import { chatCodec } from '../../embedded/text/chat-codec.ts';
import { type TrustedEncoding, wellFormed } from '../../embedded/text/trusted-encoding.ts';
import type { TextCodec } from '../../text-codec.ts';
import type { LlamaModel } from './llama-cpp.ts';

const chatMetadata = z.object({ tokenizer: z.object({ chat_template: z.string().min(1) }) });

/**
 * The codec of a GGUF file: llama.cpp's tokenizer, and the chat template in the file's metadata. Messages are untrusted:
 * text that looks like a chat marker stays text. llama.cpp brings no text into a Unicode normal form: a letter that is
 * spelt with a combining mark becomes other tokens than those of Qwen2.5's own tokenizer, which are NFC's; 138 of 139
 * texts are the same.
 * @throws TwinZeroError `configuration` when there is no chat template, or one that does not work.
 */
export function ggufCodec(model: LlamaModel, file: string): TextCodec {
  const metadata = chatMetadata.safeParse(model.fileInfo.metadata);
  if (!metadata.success)
    throw new TwinZeroError(
      'configuration',
      `${file} has no tokenizer.chat_template in its metadata: use the GGUF file of a chat model`,
    );
  const { bosString, eosString } = model.tokens;
  return chatCodec(ggufEncoding(model), {
    source: metadata.data.tokenizer.chat_template,
    where: file,
    bosToken: bosString ?? '',
    eosToken: eosString ?? '',
  });
}

/** The text encoding of a GGUF file, in which foreign text never becomes a control token. */
export function ggufEncoding(model: LlamaModel): TrustedEncoding {
  const tokens = [...model.iterateAllTokens()];
  const special = tokens.filter((token) => model.isSpecialToken(token));
  const controls = new Map(special.map((token) => [model.detokenize([token], true), token]));
  controls.delete('');
  return {
    vocabularySize: tokens.length,
    controls,
    encode: (text) => [...model.tokenize(wellFormed(text), false)],
    encodeTrusted: (text) => [...model.tokenize(wellFormed(text), true)],
    decode: (ids) => model.detokenize(ids, true),
  };
}
