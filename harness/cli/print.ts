import { escapeControls } from '../core/plain-text.ts';

/** Prints lines on stdout: every command's result goes through here, JSON included, and can't command the terminal. */
export function printLine(text: string): void {
  console.log(escapeControls(text));
}

/** Prints lines on stderr: progress, warnings and what went wrong. */
export function printError(text: string): void {
  console.error(escapeControls(text));
}

/** Text from outside as a part of a line, so that it can't pass for a line of its own: `a\nb`. */
export function oneLine(text: string): string {
  return escapeControls(text)
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\t', String.raw`\t`);
}
