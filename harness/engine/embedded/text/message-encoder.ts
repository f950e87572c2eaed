import type { TrustedEncoding } from './trusted-encoding.ts';

/** Text of our own around a message, whose control tokens count. */
export interface MessageFrame {
  readonly before: string;
  readonly after: string;
}

/**
 * Encodes messages between two pieces of our own text: as one string, which is what transformers encodes, where the
 * control tokens stay exactly those of our own pieces; else piece by piece, so that no message can write one, whatever
 * the tokenizer makes of it (another case, another Unicode form, half a marker that ours completes).
 */
export function messageEncoder(
  encoding: TrustedEncoding,
  { before, after }: MessageFrame,
): (text: string) => number[] {
  const controls = new Set(encoding.controls.values());
  const isControl = (token: number): boolean => controls.has(token);
  const head = encoding.encodeTrusted(before);
  const tail = encoding.encodeTrusted(after);
  const first = head.slice(0, head.findLastIndex(isControl) + 1);
  const last = tail.some(isControl) ? tail.slice(tail.findIndex(isControl)) : [];
  const own = [...first, ...last].filter(isControl).length;
  return (text) => {
    const whole = encoding.encodeTrusted(before + text + after);
    const middle = whole.length - last.length;
    const clean =
      middle >= first.length &&
      whole.filter(isControl).length === own &&
      first.every((token, i) => token === whole[i]) &&
      last.every((token, i) => token === whole[middle + i]);
    return clean ? whole : [...head, ...encoding.encode(text), ...tail];
  };
}
