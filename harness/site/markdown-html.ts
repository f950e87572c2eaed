import { type Html, html, type HtmlPart } from './html.ts';
import { sortableTable } from './sortable-table.ts';

/**
 * The Markdown that reports write, as HTML: paragraphs, bullets, tables, and within a line code, bold, links to pages of
 * ours and escaped characters. Anything else is text; nothing in it can become HTML.
 */
export function markdownHtml(markdown: string): Html {
  return html`${markdown.split(/\n{2,}/u).map(block)}`;
}

function block(text: string): Html {
  const lines = text.split('\n').filter((line) => line !== '');
  const [head = '', rule = '', ...rows] = lines;
  if (head.startsWith('|') && rule.startsWith('|')) {
    return sortableTable({
      caption: null,
      columns: cellsOf(head).map(inline),
      rows: rows.map((row) => cellsOf(row).map(inline)),
    });
  }
  if (lines.every((line) => line.startsWith('- ')))
    return html`<ul>
      ${lines.map((line) => html`<li>${inline(line.slice(2))}</li>`)}
    </ul>`;
  return html`<p>${inline(lines.join(' '))}</p>`;
}

function cellsOf(line: string): string[] {
  return line
    .replace(/^\|\s?|\s?\|$/gu, '')
    .split(/(?<!\\)\|/u)
    .map((cell) => cell.replaceAll(String.raw`\|`, '|').trim());
}

/** A code span, bold text, a link, or an escaped character. */
const token = /`([^`]+)`|\*\*((?:\\.|[^*\\])+)\*\*|\[((?:\\.|[^\]\\])+)\]\(([^()\s]+)\)|\\([!-/:-@[-`{-~])/gu;

/** One line of Markdown. */
export function inline(text: string): Html {
  const parts: HtmlPart[] = [];
  let end = 0;
  for (const found of text.matchAll(token)) {
    parts.push(plain(text.slice(end, found.index)), tokenHtml(found));
    end = found.index + found[0].length;
  }
  parts.push(plain(text.slice(end)));
  return { html: parts.map((part) => html`${part}`.html).join('') };
}

function tokenHtml([, code, bold, label, , escaped]: RegExpMatchArray): Html {
  if (code !== undefined) return html`<code>${code}</code>`;
  if (bold !== undefined) return html`<strong>${inline(bold)}</strong>`;
  // Links of a page lead to files beside the Markdown, which the site does not have: their words stay.
  if (label !== undefined) return inline(label);
  return html`${escaped ?? ''}`;
}

function plain(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&amp;', '&');
}
