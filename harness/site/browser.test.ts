import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, afterEach, before, describe, it } from 'mocha';
import { type Browser, chromium, type Page } from 'playwright-core';
import { temporaryFolders } from '../train/testing/temporary-folder.ts';
import { hostile, publishFixture } from './testing/site-fixture.ts';

const executablePath = '/usr/bin/chromium';
const absent = existsSync(executablePath)
  ? ''
  : ` (skipped: ${executablePath} is missing; apt-get install chromium)`;

/** A property, or what a method gives, of each element of a page that a selector finds. */
function each(page: Page, selector: string, read: string): Promise<string[]> {
  return page.evaluate<string[]>(
    `[...document.querySelectorAll(${JSON.stringify(selector)})].map((element) => element.${read})`,
  );
}

/** Pages of a PDF. */
function pagesOf(pdf: Buffer): number {
  return pdf.toString('latin1').match(/\/Type \/Page\b(?!s)/gu)?.length ?? 0;
}

describe(`the site in a browser${absent}`, function () {
  this.timeout(120_000);
  const newFolder = temporaryFolders();
  const out = newFolder();
  let browser: Browser | null = null;
  let page: Page;
  /** What pages said on the console, threw, and asked for that is no file. */
  const found: string[] = [];

  /** A page of the site, watched. */
  async function open(path: string, options: { readonly javaScriptEnabled?: boolean } = {}): Promise<Page> {
    assert.ok(browser !== null);
    const opened = await browser.newPage({ viewport: { width: 1000, height: 900 }, ...options });
    // The limit of the tests holds: a machine that does other work takes its time.
    opened.setDefaultTimeout(0);
    opened.on('console', (message) => found.push(message.text()));
    opened.on('pageerror', (error) => found.push(error.message));
    opened.on('request', (request) => {
      if (!/^(?:file|data|blob):/u.test(request.url())) found.push(request.url());
    });
    await opened.goto(pathToFileURL(join(out, path)).href);
    return opened;
  }

  before(async function () {
    if (absent !== '') this.skip();
    await publishFixture(newFolder(), out);
    // Chromium refuses its sandbox to root, as which CI runs.
    const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
    const names = '--enable-blink-features=ComputedAccessibilityInfo';
    browser = await chromium.launch({ executablePath, args: [...args, names] });
    page = await open('test/index.html');
  });
  after(() => browser?.close());
  afterEach(() => {
    assert.deepEqual(found, []);
  });

  it('draws, hides and shows arms, by mouse and by keyboard', async () => {
    await page.locator('#figure-held-out').scrollIntoViewIfNeeded();
    const lines = page.locator('#figure-held-out .mark-line path');
    await lines.nth(1).waitFor({ state: 'attached' });
    assert.equal(await lines.count(), 2);
    await page.getByRole('button', { name: 'All', exact: true }).click();
    await lines.nth(2).waitFor({ state: 'attached' });
    await page.getByRole('checkbox', { name: 'Third' }).focus();
    await page.keyboard.press('Space');
    await lines.nth(2).waitFor({ state: 'detached' });
    // Arms that coincide are still two lines, told apart by dash and marker.
    const of = '#figure-held-out .mark-';
    const dashes = await each(page, `${of}line path`, "getAttribute('stroke-dasharray')");
    assert.equal(new Set(dashes).size, 2);
    const shapes = await each(page, `${of}symbol path`, "getAttribute('d')");
    assert.equal(new Set(shapes).size, 2);
  });

  it('runs nothing of what a model or a document wrote', async () => {
    assert.equal(await page.evaluate('globalThis.hacked'), undefined);
    assert.equal(await page.locator('img[src=x], [onerror]').count(), 0);
  });

  it('sorts tables by their headings, numbers as numbers', async () => {
    const table = page.locator('section[aria-labelledby=section-sizes] table');
    const column = (): Promise<string[]> => table.locator('tbody tr td:nth-child(2)').allTextContents();
    assert.deepEqual(await column(), ['9.0 %', '30.0 %']);
    const heading = table.getByRole('button', { name: 'Accuracy' });
    await heading.click();
    await heading.press('Enter');
    assert.deepEqual(await column(), ['30.0 %', '9.0 %']);
    assert.equal(await table.locator('th[aria-sort=descending]').count(), 1);
  });

  it('compares two arms that a reader chooses', async () => {
    await page.getByLabel('The other').selectOption('third');
    assert.match(await page.locator('#compared').innerText(), /\+50\.0 points/u);
    await page.getByLabel('One arm').selectOption('second');
    await page.getByLabel('The other').selectOption('first');
    assert.match(await page.locator('#compared').innerText(), /Every stored outcome and answer is equal/u);
  });

  it('keeps a figure as PNG', async () => {
    const button = page.getByRole('button', { name: 'Held-out accuracy as PNG' });
    const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
    assert.equal(download.suggestedFilename(), 'held-out.png');
  });

  it('keeps a figure as PDF: it alone on a page, light and with its legend, and the page as it was after', async () => {
    await page.evaluate(
      'document.documentElement.dataset.theme = "dark"; print = () => { globalThis.printed = 1; }',
    );
    await page.getByRole('button', { name: 'Held-out accuracy as PDF' }).click();
    await page.waitForFunction('globalThis.printed === 1');
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('main h1:visible, .figure:visible').count(), 1);
    const legend = page.locator('#figure-held-out .role-legend-label text');
    assert.equal((await legend.allTextContents())[1], 'Second');
    assert.equal(pagesOf(await page.pdf()), 1);
    await page.evaluate(
      'dispatchEvent(new Event("afterprint")); delete document.documentElement.dataset.theme',
    );
    await page.emulateMedia({ media: null });
    assert.ok((await page.locator('.figure:visible').count()) > 3);
    await legend.first().waitFor({ state: 'detached' });
  });

  it('prints on white, without what is clicked, no table cut off', async () => {
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    assert.equal(
      await page.evaluate('getComputedStyle(document.body).backgroundColor'),
      'rgb(255, 255, 255)',
    );
    assert.equal(
      await page.locator('#theme:visible, .tools:visible, .toggles:visible, select:visible').count(),
      0,
    );
    const cut = await page.evaluate(
      `[...document.querySelectorAll('.scroll')].filter((one) => getComputedStyle(one).overflowX !== 'visible').length`,
    );
    assert.equal(cut, 0);
    assert.ok(pagesOf(await page.pdf()) > 1);
    await page.emulateMedia({ media: null, colorScheme: null });
  });

  it('gives the arms of a figure rows of one height, however many are shown', async () => {
    const rows = page.locator('#figure-recovery-arms .mark-rule.role-mark line');
    await page.locator('#figure-recovery-arms').scrollIntoViewIfNeeded();
    const plot = page.locator('#figure-recovery-arms .drawn svg');
    await rows.first().waitFor({ state: 'attached' });
    const height = async (): Promise<number> => (await plot.boundingBox())?.height ?? 0;
    const whole = [await rows.count(), await height()] as const;
    await page.getByRole('checkbox', { name: 'Second' }).uncheck();
    await rows.nth(whole[0] - 1).waitFor({ state: 'detached' });
    assert.equal(Math.round(whole[1] - (await height())), 24);
    await page.getByRole('checkbox', { name: 'Second' }).check();
    await rows.nth(whole[0] - 1).waitFor({ state: 'attached' });
  });

  it('changes between light and dark', async () => {
    const ground = 'getComputedStyle(document.body).backgroundColor';
    const light = await page.evaluate(ground);
    await page.getByRole('button', { name: 'Switch to dark' }).click();
    assert.notEqual(await page.evaluate(ground), light);
    await page.locator('#figure-held-out .mark-line path').first().waitFor({ state: 'attached' });
  });

  it('shows two arms on one question, chosen by step, outcome and kind', async () => {
    const episodes = await open('test/episodes.html');
    const questions = episodes.locator('.question:visible');
    const heads = (): Promise<string[]> => episodes.locator('.side:visible h3').allTextContents();
    // The last step, the first two arms.
    assert.equal(await questions.count(), 2);
    assert.equal((await heads())[1], 'Second');
    await episodes.getByLabel('The other').selectOption('third');
    assert.equal((await heads())[1], 'Third');
    await episodes.getByLabel('Kind').selectOption('alias');
    assert.deepEqual(await questions.locator('h2').allTextContents(), ['Which alias?']);
    await episodes.getByLabel('Kind').selectOption('');
    await episodes.getByLabel('Outcome').selectOption('wrong');
    assert.match(await episodes.locator('#shown').innerText(), /^No question/u);
    await episodes.getByLabel('Step').selectOption('');
    assert.equal(await episodes.locator('.episode:visible').count(), 1);
    await episodes.getByLabel('Outcome').selectOption('differ');
    assert.equal(await episodes.locator('.episode:visible').count(), 2);
    assert.equal(await questions.getAttribute('data-step'), '1');
  });

  it('goes from question to question by keyboard, and prints what was written as text', async () => {
    const episodes = await open('test/episodes.html');
    await episodes.keyboard.press('j');
    await episodes.keyboard.press('j');
    assert.equal(await episodes.evaluate('document.activeElement.textContent'), 'Which alias?');
    const answers = episodes.locator('.question:visible').first().locator('.side:visible').first();
    // A document holds an answer and an end of its own; neither leaves the information.
    assert.deepEqual(await answers.locator('.block .tag').allTextContents(), [
      'think',
      'search',
      'information',
      'answer, not closed',
    ]);
    assert.equal(await answers.locator('.tag-answer pre').innerText(), hostile);
    assert.equal(await episodes.evaluate('globalThis.hacked'), undefined);
    assert.equal(await episodes.locator('img, [onerror]').count(), 0);
    const hatched = await each(episodes, '.turn.masked', 'className');
    assert.ok(hatched.length > 0 && hatched.every((name) => !name.includes('policy')));
  });

  for (const path of ['test/index.html', 'index.html', 'test/episodes.html'])
    it(`gives a name to all that takes the focus, has each id once, and fits a phone: ${path}`, async () => {
      const at = path === 'test/index.html' ? page : await open(path);
      // What is folded away has no name until it is opened.
      await at.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })');
      // What a script hides takes no focus and has no name.
      const taking =
        ':is(a, button, select, input, summary, [tabindex], svg[role=img]):not([hidden], [hidden] *)';
      const names = await each(at, taking, 'computedName');
      const elements = await each(at, taking, 'outerHTML.slice(0, 200)');
      assert.deepEqual(
        elements.filter((_, i) => names[i] === ''),
        [],
      );
      assert.ok(names.length > 5);
      const ids = await each(at, '[id]', 'id');
      assert.deepEqual(
        ids.filter((id, i) => ids.indexOf(id) !== i),
        [],
      );
      await at.setViewportSize({ width: 360, height: 700 });
      assert.equal(await at.evaluate('document.documentElement.scrollWidth'), 360);
    });

  it('reads without scripts, with pictures in place of figures', async () => {
    const still = await open('test/index.html', { javaScriptEnabled: false });
    assert.ok(await still.getByRole('img', { name: 'Held-out accuracy.' }).isVisible());
    assert.equal(await still.locator('.toggles:visible, .compare:visible, #theme:visible').count(), 0);
    const episodes = await open('test/episodes.html', { javaScriptEnabled: false });
    assert.equal(await episodes.locator('.question:visible .side:visible .episode').count(), 9);
    assert.equal(await episodes.locator('.choose:visible').count(), 0);
  });
});
