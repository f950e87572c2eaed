import { tinyConfig } from '../../embedded/testing/tiny-model.ts';
import type { ModelConfig } from '../../embedded/folder/model-config.ts';

/** GPT-2's characters for the 256 bytes: those that print as they are, the others from U+0100 on. */
const byteCharacters: readonly string[] = Array.from({ length: 256 }, (_, byte) => {
  const others = Array.from({ length: byte }, (__, before) => before).filter((before) => !prints(before));
  return String.fromCharCode(prints(byte) ? byte : 0x100 + others.length);
});

function prints(byte: number): boolean {
  return (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
}

/** Control tokens, which come first. */
export const controls = ['<|endoftext|>', '<|im_start|>', '<|im_end|>'] as const;

/** Merges that make `search`, and the token `>\n` that holds the end of a stop string and more. */
export const merges = ['s e', 'a r', 'se ar', 'c h', 'sear ch', '< /', '> Ċ'] as const;

/** Texts of the tokens of a byte-level tokenizer, by id. */
export const tokenTexts: readonly string[] = [
  ...controls,
  ...byteCharacters,
  ...merges.map((merge) => merge.replace(' ', '')),
];

export const chatTemplate =
  '{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}';

/** The tiny model over these tokens. */
export const tinyChatConfig: ModelConfig = { ...tinyConfig, vocabularySize: tokenTexts.length };

/** The `tokenizer.json` and `tokenizer_config.json` of these tokens. */
export function tokenizerFiles(): Readonly<Record<string, object>> {
  const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
  return {
    'tokenizer.json': {
      version: '1.0',
      added_tokens: controls.map((content, id) => ({ id, content, ...flags })),
      normalizer: null,
      pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
      post_processor: null,
      decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
      model: {
        type: 'BPE',
        vocab: Object.fromEntries(tokenTexts.map((text, id) => [text, id])),
        merges: merges.map((merge) => merge.split(' ')),
      },
    },
    'tokenizer_config.json': { eos_token: controls[2], chat_template: chatTemplate },
  };
}
