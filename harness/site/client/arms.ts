// The switches of arms and the comparison of two; a script of the page behind `site.ts`.

const svgSpace = 'http://www.w3.org/2000/svg';

/** Outlines of Vega's shapes around 0, 0. */
const outlines: Readonly<Record<string, string>> = {
  circle: 'M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0',
  square: 'M-4 -4h8v8h-8Z',
  'triangle-up': 'M0 -5L5 4H-5Z',
  'triangle-down': 'M0 5L5 -4H-5Z',
  'triangle-right': 'M5 0L-4 5V-5Z',
  diamond: 'M0 -6L5 0L0 6L-5 0Z',
  cross: 'M-2 -5h4v3h3v4h-3v3h-4v-3h-3v-4h3Z',
};

/** The line and marker of an arm, as its figures draw them. */
function swatch({ light, dark, dash, shape }: PageArm): SVGElement {
  const svg = document.createElementNS(svgSpace, 'svg');
  svg.setAttribute('viewBox', '0 0 40 14');
  const line = document.createElementNS(svgSpace, 'path');
  line.setAttribute('d', 'M0 7H40');
  line.setAttribute('stroke-dasharray', dash.join(' '));
  const marker = document.createElementNS(svgSpace, 'path');
  marker.setAttribute('d', outlines[shape] ?? '');
  marker.setAttribute('transform', 'translate(20 7)');
  svg.append(line, marker);
  svg.style.setProperty('--arm', `light-dark(${light}, ${dark})`);
  return svg;
}

function setUpToggles(): void {
  const toggles = document.querySelector<HTMLFieldSetElement>('.toggles');
  if (toggles === null) return;
  const boxes = [...toggles.querySelectorAll<HTMLInputElement>('input[name=arm]')];
  const update = (): void => {
    shownLabels.clear();
    for (const box of boxes) {
      const arm = pageArms.find(({ id }) => id === box.value);
      if (arm !== undefined && box.checked) shownLabels.add(arm.label);
    }
    for (const figure of pageFigures) if (figure.hasArms && figure.view !== null) void showArms(figure);
  };
  for (const box of boxes) {
    const arm = pageArms.find(({ id }) => id === box.value);
    if (arm !== undefined) box.parentElement?.querySelector('.swatch')?.append(swatch(arm));
    box.addEventListener('change', update);
  }
  for (const button of toggles.querySelectorAll<HTMLButtonElement>('[data-arms]'))
    button.addEventListener('click', () => {
      const all = button.dataset['arms'] === 'all';
      for (const box of boxes)
        box.checked = all || (pageArms.find(({ id }) => id === box.value)?.shown ?? false);
      update();
    });
  toggles.hidden = false;
  // A browser that comes back to the page keeps its boxes as they were left.
  update();
}

function armLabel(id: string): string {
  return pageArms.find((arm) => arm.id === id)?.label ?? id;
}

/** Two arms compared. */
interface PageComparison {
  readonly arms: readonly [string, string];
  readonly lines: readonly { readonly measure: string; readonly text: string }[];
}

function setUpComparison(): void {
  const section = document.querySelector<HTMLElement>('.compare');
  const place = document.getElementById('compared');
  const choices = ['compare-first', 'compare-second'].map(
    (id) => document.getElementById(id) as HTMLSelectElement | null,
  );
  if (section === null || place === null) return;
  const comparisons = pageData<readonly PageComparison[]>('data-comparisons', []);
  const show = (): void => {
    const ids = choices.map((choice) => choice?.value ?? '');
    const found = comparisons.find(({ arms }) => arms.every((id) => ids.includes(id)));
    const title = document.createElement('h3');
    title.textContent =
      found === undefined ? 'Choose two different arms.' : found.arms.map(armLabel).join(' against ');
    const list = document.createElement('dl');
    for (const { measure, text } of found?.lines ?? []) {
      const pair = document.createElement('div');
      const [term, description] = [document.createElement('dt'), document.createElement('dd')];
      term.textContent = measure;
      description.textContent = text;
      pair.append(term, description);
      list.append(pair);
    }
    place.replaceChildren(title, list);
  };
  for (const choice of choices) choice?.addEventListener('change', show);
  section.hidden = false;
  show();
}

setUpToggles();
setUpComparison();
