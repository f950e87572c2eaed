import type { Figure } from './band-panel.ts';

/** The parts every figure shares: readable on light and dark pages, no font that has to be installed. */
const config: NonNullable<Figure['config']> = {
  background: 'white',
  font: 'sans-serif',
  axis: { grid: true, gridColor: '#e6e6e6', domainColor: '#888888', tickColor: '#888888' },
  view: { stroke: null },
  legend: { orient: 'bottom', title: null, columns: 2, labelLimit: 500, symbolOpacity: 1 },
};

/** Renders a Vega-Lite figure to SVG text, the same bytes for the same figure. */
export async function renderSvg(spec: Figure): Promise<string> {
  // Loaded here and not above: half of what every command would otherwise need to start.
  const [vega, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
  // Vega numbers clip paths and gradients over the life of the process.
  vega.resetSVGDefIds();
  const view = new vega.View(vega.parse(compile({ ...spec, config }).spec), { renderer: 'none' });
  try {
    return `${await view.toSVG()}\n`;
  } finally {
    view.finalize();
  }
}
