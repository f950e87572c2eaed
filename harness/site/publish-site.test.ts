import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import { temporaryFolders } from '../train/testing/temporary-folder.ts';
import { hostile, publishFixture } from './testing/site-fixture.ts';

describe('a published site', function () {
  this.timeout(60_000);
  const newFolder = temporaryFolders();
  const out = newFolder();
  before(() => publishFixture(newFolder(), out));

  it('has the same bytes when it is published again', async () => {
    const again = newFolder();
    await publishFixture(newFolder(), again);
    const names = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.\w+$/u.test(name),
    );
    assert.ok(names.includes(join('test', 'figures', 'held-out.svg')));
    for (const name of names)
      assert.deepEqual(readFileSync(join(again, name)), readFileSync(join(out, name)), name);
  });

  it('names no other host, and holds no element of the strings it was given', () => {
    for (const name of ['index.html', join('test', 'index.html'), join('test', 'episodes.html')]) {
      const page = readFileSync(join(out, name), 'utf8');
      for (const [, target = ''] of page.matchAll(/(?:src|href)="([^"]*)"/gu))
        assert.match(target, /^(?:data:,|#\w+$|(?:\.\.\/)?[\w./-]+)$/u, target);
      assert.ok(page.includes('&lt;img src=x'));
      assert.ok(!page.includes(hostile) && !page.includes('<img src=x'));
      assert.equal(page.match(/<script/gu)?.length, page.match(/<\/script>/gu)?.length);
      assert.ok(page.includes('default-src &#39;none&#39;') && !page.includes('unsafe'));
    }
  });

  it('leads from a reproduction to its episodes, and back', () => {
    const [page, episodes] = ['index.html', 'episodes.html'].map((name) =>
      readFileSync(join(out, 'test', name), 'utf8'),
    );
    assert.ok(page?.includes('href="episodes.html"') && episodes?.includes('href="index.html"'));
  });

  it('draws a picture for readers without scripts, the main arms alone', () => {
    const svg = readFileSync(join(out, 'test', 'figures', 'held-out.svg'), 'utf8');
    assert.ok(svg.startsWith('<svg') && svg.includes('>Second<') && !svg.includes('>Third<'));
  });

  it('answers on the front page: whether, how sure, at what cost', () => {
    const page = readFileSync(join(out, 'index.html'), 'utf8').replaceAll(/\s+/gu, ' ');
    assert.ok(
      page.includes('9 runs of 20 steps, 64 episodes a step: 9 min 00 s on cpu'),
      page.slice(0, 5000),
    );
    assert.match(page, /How sure<\/dt> <dd>\d+\.\d % against 37\.5 %: \+50\.0 points \[/u);
    assert.match(page, /<strong>(?:Yes|Cannot tell)<\/strong>/u);
  });
});
