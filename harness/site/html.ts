/** HTML that is printed as it stands. */
export interface Html {
  readonly html: string;
}

/** Parts of a page: text, which is escaped, HTML of ours, lists of both; null prints nothing. */
export type HtmlPart = string | number | Html | null | readonly HtmlPart[];

/** Text as it reads within HTML, in elements and in quoted attributes alike. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** A template of HTML: what is set into it is escaped unless it is HTML itself. Attributes must be quoted. */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return { html: strings.map((text, i) => (i === 0 ? text : printed(parts[i - 1] ?? null) + text)).join('') };
}

/** Data for the scripts of a page, in an element that no browser runs. */
export function jsonElement(id: string, value: unknown): Html {
  // `<` is the one character by which a JSON text could leave its element.
  const json = JSON.stringify(value).replaceAll('<', String.raw`\u003c`);
  return { html: `<script type="application/json" id="${escapeHtml(id)}">${json}</script>` };
}

function printed(part: HtmlPart): string {
  if (part === null) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  return 'html' in part ? part.html : part.map(printed).join('\n');
}
