import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'mocha';
import { containsWords } from '../../../harness/core/answer-match.ts';
import { shippedSeed } from '../generate/difficulty.ts';
import { generateWorld } from '../generate/generate-world.ts';
import { simulatorLeaks } from '../teach/pair-leaks.ts';
import { readPairs } from './read-pairs.ts';

describe('the searches that simulators are tuned on', () => {
  const folder = mkdtempSync(join(tmpdir(), 'twinzero-pairs-'));
  after(() => rmSync(folder, { recursive: true }));

  it('are of every training question, of one, two and more words, useful and not', async () => {
    const pairs = await readPairs();
    assert.equal(new Set(pairs.map(({ questionId }) => questionId)).size, 554);
    const words = [1, 2, 3].map((n) => pairs.filter(({ query }) => query.split(' ').length === n).length);
    assert.deepEqual([pairs.length, ...words], [5803, 1663, 2254, 1883]);
    const useful = pairs.filter(({ documents, gold }) => containsWords(documents[0] ?? '', gold));
    assert.equal(useful.length, 2084);
  });

  it('tell nothing of a dev or held-out chunk', async () => {
    assert.deepEqual(simulatorLeaks(await readPairs(), generateWorld(shippedSeed)), []);
  });

  it('may be another file, of whole rows', async () => {
    const [pair] = await readPairs();
    const file = join(folder, 'pairs.jsonl');
    writeFileSync(file, `${JSON.stringify(pair)}\n`);
    assert.deepEqual(await readPairs(file), [pair]);
    writeFileSync(file, `${JSON.stringify({ ...pair, label: 'useful' })}\n`);
    await assert.rejects(readPairs(file), { kind: 'data', message: /pairs\.jsonl:1/ });
  });
});
