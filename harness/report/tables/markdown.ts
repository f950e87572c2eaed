/** Markdown that is printed as it stands; a plain string in its place is text and is escaped. */
export interface Markdown {
  readonly markdown: string;
}

/** Bold text. */
export function bold(text: string): Markdown {
  return { markdown: `**${escapeMarkdown(text)}**` };
}

/** A link; `to` is ours, not from outside. */
export function link(text: string, to: string): Markdown {
  return { markdown: `[${escapeMarkdown(text)}](${to})` };
}

/** A part of a line, text escaped. */
export function inline(text: string | Markdown): string {
  return typeof text === 'string' ? escapeMarkdown(text) : text.markdown;
}

/** A list, one item a line of text. */
export function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${escapeStart(escapeMarkdown(line).trim())}`).join('\n');
}

/** A span that GitHub, too, reads as code and nothing else; it needs no escape. */
const codeSpan = /((?<!`)`[^`|\\\n]+`(?!`))/u;

/**
 * Text for Markdown as GitHub reads it, within a line: no HTML, link, image, emphasis, mathematics or line break comes
 * out of it. Code spans stay, and bare addresses, which lead where they say.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\s*[\n\r]\s*/gu, ' ')
    .split(codeSpan)
    .map((part, i) => (i % 2 === 1 ? part : escapePart(part)))
    .join('');
}

function escapePart(text: string): string {
  return text
    .replace(/[\\`*~$]/gu, String.raw`\$&`)
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, String.raw`\_`)
    .replace(/\](?=[([])/gu, String.raw`\]`)
    .replace(/&(?=#?\w+;)/gu, '&amp;')
    .replace(/<(?=[\p{L}/!?])/gu, '&lt;');
}

/** Keeps a line from opening a heading, a quote, a list, a rule, a fence or a definition. */
function escapeStart(line: string): string {
  return line.replace(/^(?=[#>+=[-])/u, '\\').replace(/^(\d+)(?=[.)])/u, '$1\\');
}
