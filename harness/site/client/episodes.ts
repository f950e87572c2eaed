// Choosing among the episodes of a page; a script of the page like `site.ts`.

const questions = [...document.querySelectorAll<HTMLElement>('.question')];

function chosenValue(id: string): string {
  return (document.getElementById(`choose-${id}`) as HTMLSelectElement | null)?.value ?? '';
}

/** Endings of the episodes of a side, in order. */
function endingsIn(side: HTMLElement | undefined): string[] {
  return [...(side?.querySelectorAll<HTMLElement>('.episode') ?? [])].map(
    (episode) => episode.dataset['ending'] ?? '',
  );
}

/** The two sides that are chosen, at the front and in that order; the others hidden. */
function arrange(question: HTMLElement): HTMLElement[] {
  const sides = [...question.querySelectorAll<HTMLElement>('.side')];
  const arms = [...new Set([chosenValue('left'), chosenValue('right')])];
  const shown = arms.flatMap((arm) => sides.filter((side) => side.dataset['arm'] === arm));
  for (const side of sides) side.hidden = !shown.includes(side);
  shown[0]?.parentElement?.prepend(...shown);
  return shown;
}

/** Hides the episodes of another ending; whether any is left. */
function keepEnding(sides: readonly HTMLElement[], ending: string): boolean {
  const all = sides.flatMap((side) => [...side.querySelectorAll<HTMLDetailsElement>('.episode')]);
  for (const episode of all) episode.hidden = ending !== '' && episode.dataset['ending'] !== ending;
  const left = all.filter((episode) => !episode.hidden);
  if (ending !== '' && left[0] !== undefined && !left.some(({ open }) => open)) left[0].open = true;
  return left.length > 0;
}

function share(endings: readonly string[]): number {
  return endings.filter((one) => one === 'right').length / Math.max(1, endings.length);
}

function isWanted(question: HTMLElement, sides: readonly HTMLElement[]): boolean {
  const [step, kind, ending] = ['step', 'kind', 'ending'].map(chosenValue);
  if (step !== '' && question.dataset['step'] !== step) return false;
  if (kind !== '' && question.dataset['kind'] !== kind) return false;
  if (ending !== 'differ') return keepEnding(sides, ending ?? '');
  keepEnding(sides, '');
  return share(endingsIn(sides[0])) !== share(endingsIn(sides[1]));
}

function choose(): void {
  let shown = 0;
  for (const question of questions) {
    question.hidden = !isWanted(question, arrange(question));
    if (!question.hidden) shown += 1;
  }
  const place = document.getElementById('shown');
  if (place !== null)
    place.textContent =
      shown === 0
        ? 'No question is of this choice.'
        : `${shown} question${shown === 1 ? '' : 's'} shown; j goes to the next, k to the one before.`;
}

/** Goes to the question after or before the one at the top of the window. */
function go(by: 1 | -1): void {
  const headings = questions.flatMap((question) =>
    question.hidden ? [] : [...question.querySelectorAll<HTMLElement>('h2')],
  );
  const edge = (document.querySelector('.choose')?.getBoundingClientRect().bottom ?? 0) + 20;
  const tops = headings.map((heading) => heading.getBoundingClientRect().top);
  const active = headings.findIndex((heading) => heading === document.activeElement);
  const at = by === 1 ? tops.findIndex((top) => top > edge) : tops.findLastIndex((top) => top < 0);
  const heading = headings[active >= 0 ? active + by : at];
  heading?.focus({ preventScroll: true });
  heading?.scrollIntoView({ block: 'start' });
}

function setUpChoices(): void {
  const fieldset = document.querySelector<HTMLFieldSetElement>('.choose');
  if (fieldset === null) return;
  for (const select of fieldset.querySelectorAll('select')) select.addEventListener('change', choose);
  document.getElementById('before')?.addEventListener('click', () => {
    go(-1);
  });
  document.getElementById('next')?.addEventListener('click', () => {
    go(1);
  });
  document.addEventListener('keydown', ({ key, target, ctrlKey, altKey, metaKey }) => {
    if (ctrlKey || altKey || metaKey || target instanceof HTMLSelectElement) return;
    if (key === 'j') go(1);
    if (key === 'k') go(-1);
  });
  fieldset.hidden = false;
  choose();
}

setUpChoices();
