import { TwinZeroError } from '../core/twin-zero-error.ts';

/**
 * Words as one line of a POSIX shell, which gives them back as they are: `['a b', "it's"]` is `'a b' 'it'\''s'`.
 * @throws TwinZeroError `configuration` for a word with a control character, which no line of a script can hold safely.
 */
export function shellWords(words: readonly string[]): string {
  return words.map(quoted).join(' ');
}

function quoted(word: string): string {
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f]/u.test(word))
    throw new TwinZeroError(
      'configuration',
      `${JSON.stringify(word)} holds a control character, which a plan can't; rename the file or folder`,
    );
  return /^[\w@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
