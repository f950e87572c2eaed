/**
 * The printable character that stands for each byte in a byte-level vocabulary: printable Latin-1 bytes stand for
 * themselves, the others for the characters from U+0100 on (GPT-2, `encoder.py:9-28 @9b63575`).
 */
export function byteAlphabet(): readonly string[] {
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
    return String.fromCharCode(printable ? byte : next++);
  });
}
