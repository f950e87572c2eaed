import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'mocha';
import { hostile, hostileEpisode } from '../testing/site-fixture.ts';
import { episodeFile } from './episode-file.ts';

describe('an episode in a file of its own', () => {
  it('allows its own style by its hash, no script, and nothing from elsewhere', async () => {
    const page = await episodeFile(
      hostileEpisode({ arm: 'first', step: null, right: true }),
      `ReZero ${hostile}`,
    );
    const [, style = ''] = /<style>(.*?)<\/style>/su.exec(page) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    assert.ok(
      page.includes(`default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;`),
      page.slice(0, 600),
    );
    assert.ok(!page.includes('<script') && !page.includes('<img') && !page.includes(hostile));
    assert.doesNotMatch(page, /https?:/u);
  });
});
