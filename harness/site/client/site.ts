// The script of every page: a script and no module, which browsers refuse to load from a file.

/** An arm as the page lists it. */
interface PageArm {
  readonly id: string;
  readonly label: string;
  readonly light: string;
  readonly dark: string;
  readonly dash: readonly number[];
  readonly shape: string;
  readonly shown: boolean;
}

/** A Vega-Lite figure; its parts are looked up by name. */
type Spec = Record<string, unknown>;

interface PageView {
  data(name: string, values: readonly unknown[]): PageView;
  height(height: number): PageView;
  runAsync(): Promise<PageView>;
  toImageURL(type: 'png', scale: number): Promise<string>;
  finalize(): void;
}

/** A figure of the page, drawn or not. */
interface PageFigure {
  readonly element: HTMLElement;
  readonly plot: HTMLElement;
  readonly spec: Spec;
  readonly hasArms: boolean;
  view: PageView | null;
}

declare const vegaEmbed: (element: HTMLElement, spec: Spec, options: object) => Promise<{ view: PageView }>;

function pageData<Value>(id: string, absent: Value): Value {
  const text = document.getElementById(id)?.textContent;
  return text === undefined || text === null ? absent : (JSON.parse(text) as Value);
}

const pageArms = pageData<readonly PageArm[]>('data-arms', []);
const darker = new Map(pageArms.map(({ light, dark }) => [light, dark]));
const shownLabels = new Set(pageArms.filter(({ shown }) => shown).map(({ label }) => label));

function isDark(): boolean {
  const { theme } = document.documentElement.dataset;
  return theme === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark';
}

/** The value of a colour of the style sheet in the present theme. */
function colour(name: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

/** A copy of a figure for a theme, with the chosen arms alone. */
function themed(node: unknown, theme: { readonly dark: boolean; readonly arms: boolean }): unknown {
  if (Array.isArray(node)) return node.map((part) => themed(part, theme));
  if (typeof node === 'string') return theme.dark ? (darker.get(node) ?? node) : node;
  if (typeof node !== 'object' || node === null) return node;
  const copy: Spec = {};
  for (const [key, part] of Object.entries(node)) copy[key] = key === 'values' ? part : themed(part, theme);
  return theme.arms ? withChosen(copy) : copy;
}

/** A part of a figure with the chosen arms alone: data, and scales of arms. */
function withChosen(part: Spec): Spec {
  if (Array.isArray(part['values'])) return { ...part, values: chosen(part['values']) };
  if (part['field'] !== 'label' || typeof part['scale'] !== 'object') return part;
  return { ...part, scale: chosenScale(part['scale'] as { domain: string[]; range: unknown[] }) };
}

function chosen(values: readonly unknown[]): unknown[] {
  return values.filter((value) => shownLabels.has((value as { label: string }).label));
}

function chosenScale({
  domain,
  range,
}: {
  readonly domain: readonly string[];
  readonly range: readonly unknown[];
}): Spec {
  const kept = domain.flatMap((label, i) => (shownLabels.has(label) ? [i] : []));
  return { domain: kept.map((i) => domain[i]), range: kept.map((i) => range[i]) };
}

function themeConfig(withLegend: boolean): Spec {
  const [ink, soft, line] = [colour('--ink'), colour('--soft'), colour('--line')];
  return {
    background: 'transparent',
    aria: false,
    font: 'system-ui, sans-serif',
    axis: {
      labelColor: soft,
      titleColor: soft,
      gridColor: line,
      domainColor: soft,
      tickColor: line,
      titleFontWeight: 'normal',
      labelFontSize: 12,
      titleFontSize: 12,
    },
    title: { color: ink, fontSize: 13 },
    view: { stroke: null },
    text: { color: ink },
    point: { color: ink, fill: ink },
    rule: { color: ink },
    legend: withLegend
      ? { orient: 'bottom', title: null, columns: 1, labelLimit: 500, labelColor: ink, symbolOpacity: 1 }
      : { disable: true },
  };
}

function embedOptions(config: Spec): object {
  return {
    mode: 'vega-lite',
    renderer: 'svg',
    actions: false,
    // Expressions are interpreted: the page's policy forbids to compile them.
    ast: true,
    defaultStyle: false,
    tooltip: { disableDefaultStyle: true },
    config,
  };
}

/** Widths for the place a figure has: panels that do not fit beside each other go below each other. */
function fitted(spec: Spec, width: number): Spec {
  const { hconcat, ...rest } = spec;
  if (!Array.isArray(hconcat))
    return { ...spec, width: 'container', autosize: { type: 'fit-x', contains: 'padding' } };
  const panels = hconcat as readonly Spec[];
  const beside = width >= 420 * panels.length;
  const each = beside ? width / panels.length - 80 : width - 70;
  const sized = panels.map((panel) => ({ ...panel, width: Math.max(180, each) }));
  return { ...rest, [beside ? 'hconcat' : 'vconcat']: sized };
}

async function draw(figure: PageFigure): Promise<void> {
  const { plot, spec, hasArms } = figure;
  figure.view?.finalize();
  // The whole data stay in `spec`; hidden arms come back from there.
  const own = themed(spec, { dark: isDark(), arms: false }) as Spec;
  const host = document.createElement('div');
  host.className = 'drawn';
  plot.replaceChildren(host);
  plot.dataset['drawn'] = isDark() ? 'dark' : 'light';
  const { view } = await vegaEmbed(host, fitted(own, plot.clientWidth), embedOptions(themeConfig(!hasArms)));
  plot.setAttribute('role', 'img');
  plot.setAttribute('aria-labelledby', `title-${figure.element.dataset['figure'] ?? ''}`);
  figure.view = view;
  if (hasArms) await showArms(figure);
}

async function showArms({ view, spec }: PageFigure): Promise<void> {
  const height = shownHeight(spec);
  if (height !== null) view?.height(height);
  await view?.data('points', shownValues(spec)).runAsync();
}

function shownValues(spec: Spec): unknown[] {
  return chosen((spec['data'] as { readonly values: readonly unknown[] }).values);
}

/** Height of a figure of one row an arm with the chosen ones alone; null where it has no rows. */
function shownHeight(spec: Spec): number | null {
  const { rowHeight } = (spec['usermeta'] ?? {}) as { readonly rowHeight?: number };
  return rowHeight === undefined ? null : rowHeight * Math.max(1, shownValues(spec).length);
}

/** Draws a figure in its light form, with a legend of what is shown, as paper and pictures have it. */
async function drawLight(
  { spec, hasArms }: PageFigure,
  host: HTMLElement,
  width?: number,
): Promise<PageView> {
  const whole = themed(spec, { dark: false, arms: hasArms }) as Spec;
  const height = hasArms ? shownHeight(spec) : null;
  const light = height === null ? whole : { ...whole, height };
  const root = document.documentElement;
  const { theme } = root.dataset;
  root.dataset['theme'] = 'light';
  const config = { ...themeConfig(true), background: 'white' };
  if (theme === undefined) delete root.dataset['theme'];
  else root.dataset['theme'] = theme;
  const sized = width === undefined ? light : fitted(light, width);
  return (await vegaEmbed(host, sized, embedOptions(config))).view;
}

async function keepPng(figure: PageFigure): Promise<void> {
  const view = await drawLight(figure, document.createElement('div'));
  const link = document.createElement('a');
  link.href = await view.toImageURL('png', 2);
  link.download = `${figure.element.dataset['figure'] ?? 'figure'}.png`;
  link.click();
  view.finalize();
}

/** Prints a figure alone: the browser's print dialogue writes PDF. */
async function keepPdf(figure: PageFigure): Promise<void> {
  const { element, plot } = figure;
  const host = document.createElement('div');
  host.className = 'drawn';
  plot.replaceChildren(host);
  plot.dataset['drawn'] = 'light';
  const view = await drawLight(figure, host, plot.clientWidth);
  document.body.classList.add('one-figure');
  element.classList.add('printed');
  addEventListener(
    'afterprint',
    () => {
      document.body.classList.remove('one-figure');
      element.classList.remove('printed');
      view.finalize();
      void draw(figure);
    },
    { once: true },
  );
  print();
}

function setUpFigures(): PageFigure[] {
  const specs = pageData<Record<string, Spec>>('data-figures', {});
  const figures = [...document.querySelectorAll<HTMLElement>('.figure')].flatMap((element): PageFigure[] => {
    const spec = specs[element.dataset['figure'] ?? ''];
    const plot = element.querySelector<HTMLElement>('.plot');
    if (spec === undefined || plot === null) return [];
    return [{ element, plot, spec, hasArms: element.dataset['arms'] === 'yes', view: null }];
  });
  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        const figure = figures.find(({ element }) => element === target);
        if (!isIntersecting || figure === undefined) continue;
        near.unobserve(target);
        void draw(figure);
      }
    },
    { rootMargin: '600px' },
  );
  for (const figure of figures) {
    near.observe(figure.element);
    const on = (kind: string, act: () => void): void =>
      figure.element.querySelector(`[data-keep=${kind}]`)?.addEventListener('click', act);
    on('png', () => void keepPng(figure));
    on('pdf', () => void keepPdf(figure));
  }
  return figures;
}

const pageFigures = setUpFigures();

function redraw(): void {
  for (const figure of pageFigures) if (figure.view !== null) void draw(figure);
}

function setUpTheme(): void {
  const button = document.getElementById('theme');
  if (button === null) return;
  const name = (): void => {
    button.textContent = isDark() ? 'Light' : 'Dark';
    button.setAttribute('aria-label', isDark() ? 'Switch to light' : 'Switch to dark');
  };
  button.hidden = false;
  name();
  button.addEventListener('click', () => {
    document.documentElement.dataset['theme'] = isDark() ? 'light' : 'dark';
    name();
    redraw();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    name();
    redraw();
  });
}

setUpTheme();
