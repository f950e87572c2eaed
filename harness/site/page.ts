import { type Html, html, type HtmlPart } from './html.ts';

/** Contents of a page. */
export interface Page {
  readonly title: string;
  /** One sentence for search engines and previews. */
  readonly description: string;
  /** Way from the page's folder to the site's: `''`, `'../'`. */
  readonly root: '' | '../';
  readonly nav: readonly NavEntry[];
  /** Path of the page from the site's folder, to mark it in `nav`. */
  readonly path: string;
  readonly body: HtmlPart;
  /** What its scripts draw; default figures and tables. */
  readonly scripts?: keyof typeof assets;
  /** Default where the site comes from. */
  readonly footer?: HtmlPart;
}

/** Scripts and styles by what they are for. */
const assets = {
  figures: {
    scripts: ['vega.min.js', 'vega-lite.min.js', 'vega-embed.min.js', 'site.js', 'arms.js', 'tables.js'],
    styles: ['site.css'],
  },
  episodes: { scripts: ['site.js', 'episodes.js'], styles: ['site.css', 'episodes.css'] },
  watch: { scripts: ['site.js', 'watch.js'], styles: ['site.css', 'episodes.css'] },
} as const;

/** A page to go to. */
export interface NavEntry {
  readonly label: string;
  /** From the site's folder. */
  readonly path: string;
}

/** Nothing from elsewhere, no script and no style in the page itself, no form, no frame. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; base-uri 'none'; form-action 'none'";

const made = html`Made by <code>twinzero publish</code> from the files of the runs; every number stands with
  its questions, seeds and interval. No request leaves this page.`;

/** A whole page: the same bytes for the same contents. */
export function page({
  title,
  description,
  root,
  nav,
  path,
  body,
  scripts = 'figures',
  footer = made,
}: Page): string {
  // The page of a run alone asks for anything: for what its server has to tell.
  const allowed = scripts === 'watch' ? `${policy}; connect-src 'self'` : policy;
  return `<!doctype html>\n${
    html`<html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${allowed}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="description" content="${description}" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        ${assets[scripts].styles.map((name) => html`<link rel="stylesheet" href="${root}assets/${name}" />`)}
        ${assets[scripts].scripts.map((name) => html`<script defer src="${root}assets/${name}"></script>`)}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the contents</a>
        <header class="top">
          <a class="brand" href="${root}index.html">TwinZero</a>
          <nav aria-label="Pages">${nav.map((entry) => navLink(entry, root, path))}</nav>
          <button type="button" id="theme" hidden>Dark</button>
        </header>
        <main id="main">${body}</main>
        <footer>
          <p>${footer}</p>
        </footer>
      </body>
    </html>`.html
  }\n`;
}

function navLink(entry: NavEntry, root: string, current: string): Html {
  return entry.path === current
    ? html`<a href="${root}${entry.path}" aria-current="page">${entry.label}</a>`
    : html`<a href="${root}${entry.path}">${entry.label}</a>`;
}
