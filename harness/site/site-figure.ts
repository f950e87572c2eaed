import { type Figure, renderSvg } from '../report/index.ts';
import { type Html, html } from './html.ts';

/** A picture of a page. */
export interface SiteFigure {
  /** In kebab-case, one on its page; names its file. */
  readonly id: string;
  readonly title: string;
  /** A sentence. */
  readonly caption: string;
  /** Drawn by the page's script. */
  readonly figure: Figure;
  /** Drawn into the page for a reader without scripts; default the same. */
  readonly still?: Figure;
  /** True where `label` names arms, which the page can hide. */
  readonly hasArms?: true;
}

/** A figure with its title, caption and ways to keep it. */
export function figureBlock({ id, title, caption, hasArms }: SiteFigure): Html {
  const file = `figures/${id}.svg`;
  return html`<figure
    class="figure"
    id="figure-${id}"
    data-figure="${id}"
    data-arms="${hasArms === true ? 'yes' : 'no'}"
  >
    <h3 id="title-${id}">${title}</h3>
    <div class="plot"><img src="${file}" alt="${title}. ${caption}" loading="lazy" /></div>
    <figcaption>${caption}</figcaption>
    <p class="tools">
      <span>Keep as</span>
      <a href="${file}" download="${id}.svg" aria-label="${title} as SVG">SVG</a>
      <button type="button" data-keep="png" aria-label="${title} as PNG">PNG</button>
      <button type="button" data-keep="pdf" aria-label="${title} as PDF, by the print dialogue">PDF</button>
    </p>
  </figure>`;
}

/** The pictures of figures for readers without scripts by their path beside the page, the same bytes for the same figures. */
export async function figureFiles(figures: readonly SiteFigure[]): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  // One at a time: Vega's counter of SVG ids is global to the process.
  for (const { id, figure, still } of figures)
    files.set(`figures/${id}.svg`, await renderSvg(still ?? figure));
  return files;
}
