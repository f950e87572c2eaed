// Keeps the page of a run at what its files say; a script of the page like `site.ts`.

/** The parts as they came last: what has not changed stays as the reader left it. */
const partsBefore = new Map<string, string>();

function setParts(parts: Readonly<Record<string, string>>): void {
  for (const [id, text] of Object.entries(parts)) {
    const place = document.getElementById(id);
    if (place === null || partsBefore.get(id) === text) continue;
    partsBefore.set(id, text);
    // The server has escaped what was written, and the page's policy runs no script of it.
    place.innerHTML = text;
  }
}

function setConnected(connected: boolean): void {
  const place = document.getElementById('connection');
  if (place !== null) place.hidden = connected;
}

function watchParts(): void {
  const source = new EventSource('events');
  source.addEventListener('parts', ({ data }: MessageEvent<string>) => {
    setParts(JSON.parse(data) as Record<string, string>);
  });
  source.addEventListener('open', () => {
    setConnected(true);
  });
  source.addEventListener('error', () => {
    setConnected(false);
  });
}

watchParts();
