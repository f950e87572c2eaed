import { styleText } from 'node:util';
import { escapeControls } from '../core/plain-text.ts';

/** Styles of the terminal that are in use. */
export type Style = 'bold' | 'dim' | 'cyan' | 'green' | 'red' | 'yellow';

/** Text with a style; without one it is printed as it is. */
export interface Piece {
  readonly text: string;
  readonly style?: Style | undefined;
}

/** Prints lines on stdout: every command's result goes through here, JSON included, and can't command the terminal. */
export function printLine(text: string): void {
  console.log(escapeControls(text));
}

/**
 * Prints pieces one after another on stdout, escaped as `printLine` does, then styled: on a terminal, unless NO_COLOR is
 * set, and elsewhere where FORCE_COLOR is.
 */
export function printPieces(pieces: readonly Piece[]): void {
  console.log(pieces.map(styled).join('').replace(/\n$/u, ''));
}

/** Line by line, so that a pager which forgets styles at a line's end shows them all. */
function styled({ text, style }: Piece): string {
  const escaped = escapeControls(text);
  if (style === undefined) return escaped;
  return escaped
    .split('\n')
    .map((line) => (line === '' ? line : styleText(style, line, { stream: process.stdout })))
    .join('\n');
}

/** Prints lines on stderr: progress, warnings and what went wrong. */
export function printError(text: string): void {
  console.error(escapeControls(text));
}

/** Characters in a line of the terminal that stdout is; null where it is a pipe or a file. */
export function outputWidth(): number | null {
  return process.stdout.isTTY ? process.stdout.columns : null;
}

/** Text from outside as a part of a line, so that it can't pass for a line of its own: `a\nb`. */
export function oneLine(text: string): string {
  return escapeControls(text)
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\t', String.raw`\t`);
}
