import { TwinZeroError } from '../../core/twin-zero-error.ts';
import type { TextCodec } from '../text-codec.ts';
import type { ChatMessage } from './chat-client.ts';

/** Tokens that stand between messages; all others are pieces of text. */
const end = 0;
const user = 1;
const assistant = 2;
const controls = 3;

/** Characters of a piece; ours: some four of English text make a token of the papers' models. */
const longestPiece = 4;
/** Bytes of a piece in UTF-8: 257^6 numbers are exact. */
const mostBytes = 6;
const base = 257;

// `ignoreBOM` keeps a U+FEFF at the start of a text.
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * The codec of a model whose tokenizer is not known, behind a server that takes chat messages: a token is a piece of
 * text, of up to four characters and ending with each `>`, so that no tag ends within one. It is lossless but for halves
 * of surrogate pairs, which become U+FFFD, and needs no vocabulary: a piece's number spells its bytes.
 * Limits count pieces, which are about as many as the model's own tokens in English text.
 */
export const chatCodec: TextCodec = {
  vocabularySize: controls + base ** mostBytes,
  encode: encodePieces,
  decode: (tokens) => utf8.decode(Uint8Array.from(tokens.flatMap(bytesOf))),
  prompt: message,
  observation: message,
  stopToken: end,
};

function message(text: string): number[] {
  return [user, ...encodePieces(text), assistant];
}

function encodePieces(text: string): number[] {
  const tokens: number[] = [];
  let piece: number[] = [];
  let characters = 0;
  const endPiece = (): void => {
    if (piece.length > 0) tokens.push(controls + piece.reduceRight((sum, byte) => sum * base + byte + 1, 0));
    piece = [];
    characters = 0;
  };
  for (const character of text.replace(/\p{Surrogate}/gu, '\uFFFD')) {
    const bytes = Buffer.from(character, 'utf8');
    if (characters === longestPiece || piece.length + bytes.length > mostBytes) endPiece();
    piece.push(...bytes);
    characters += 1;
    if (character === '>') endPiece();
  }
  endPiece();
  return tokens;
}

/** The bytes of a piece, from its number in base 257; none for a control token. */
function bytesOf(token: number): number[] {
  const bytes: number[] = [];
  for (let rest = token - controls; rest > 0; rest = Math.floor(rest / base)) bytes.push((rest % base) - 1);
  return bytes;
}

/**
 * The messages that tokens of `chatCodec` stand for, up to where the assistant writes.
 * @throws TwinZeroError `configuration` when the assistant's last message is begun: a chat server begins one anew;
 * `internal` for text outside a message.
 */
export function chatMessages(tokens: readonly number[]): ChatMessage[] {
  const messages: ChatMessage[] = [];
  let text: number[] = [];
  let role: ChatMessage['role'] | null = null;
  for (const token of [...tokens, end]) {
    if (token >= controls) {
      text.push(token);
      continue;
    }
    if (role !== null) messages.push({ role, content: chatCodec.decode(text) });
    else if (text.length > 0) throw new TwinZeroError('internal', 'a chat has text outside its messages');
    role = token === end ? null : token === user ? 'user' : 'assistant';
    text = [];
  }
  if (tokens.at(-1) === assistant) return messages.slice(0, -1);
  throw new TwinZeroError(
    'configuration',
    'a chat server cannot go on in a message that the policy has begun; give the folder of its tokenizer, so that it is sent token ids',
  );
}
