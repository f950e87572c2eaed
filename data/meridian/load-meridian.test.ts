import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { sha256 } from '../../harness/core/canonical-json.ts';
import { TwinZeroError } from '../../harness/core/twin-zero-error.ts';
import { shippedSeed } from './generate/difficulty.ts';
import { generateWorld } from './generate/generate-world.ts';
import { loadMeridian } from './load-meridian.ts';
import { meridianFiles, meridianFolder, writeMeridian } from './meridian-files.ts';
import { cardWithFigures, figuresMarkdown } from './verify/figures-markdown.ts';
import { verifyWorld } from './verify/verify-world.ts';

describe('the shipped Meridian archive', () => {
  it('is byte for byte what the program writes', async () => {
    for (const [name, content] of Object.entries(meridianFiles(generateWorld(shippedSeed))))
      assert.equal(await readFile(join(meridianFolder(), name), 'utf8'), content, name);
  });

  it('has a card with the figures that verification finds', async () => {
    const card = await readFile(join(meridianFolder(), 'CARD.md'), 'utf8');
    assert.equal(cardWithFigures(card, figuresMarkdown(verifyWorld(generateWorld(shippedSeed)))), card);
  });

  it('loads as 341 chunks and 554, 64 and 64 questions', async () => {
    const { chunks, train, dev, heldOut, hashes } = await loadMeridian();
    assert.deepEqual([chunks.length, train.length, dev.length, heldOut.length], [341, 554, 64, 64]);
    assert.deepEqual(Object.keys(hashes).sort(), [
      'chunks.jsonl',
      'manifest.json',
      'questions.jsonl',
      'split.json',
    ]);
    const { split } = generateWorld(shippedSeed);
    assert.deepEqual(
      [...new Set(heldOut.map(({ value }) => String(value.goldChunkId)))].sort(),
      split.heldOut,
    );
    assert.deepEqual([...new Set(dev.map(({ value }) => String(value.goldChunkId)))].sort(), split.dev);
  });
});

describe('loadMeridian', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'meridian-'));
    await writeMeridian(generateWorld(3), folder);
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('reads a world from another folder', async () => {
    assert.deepEqual((await loadMeridian(folder)).chunks, generateWorld(3).chunks);
  });

  it('refuses changed bytes, naming file, hashes and remedy', async () => {
    await edit('chunks.jsonl', (text) => text.replace('spare', 'spore'));
    await assertRefused(
      /chunks\.jsonl has sha256 [0-9a-f]{64} where [0-9a-f]{64} is pinned; run `twinzero data generate/,
    );
  });

  it('refuses a missing file and a broken manifest', async () => {
    await rm(join(folder, 'split.json'));
    await assertRefused(/cannot read .*split\.json/);
    await writeFile(join(folder, 'manifest.json'), '{');
    await assertRefused(/manifest\.json: broken JSON/);
  });

  it('names the line of a pinned row that is wrong', async () => {
    const answer = generateWorld(3).questions[1]?.answers[0] ?? '';
    const wrong: readonly (readonly [(lines: string[]) => void, RegExp])[] = [
      [(lines) => lines.splice(1, 1, '{'), /questions\.jsonl:2: broken JSON/],
      [
        (lines) => lines.splice(1, 1, lines[0] ?? ''),
        /questions\.jsonl:2: id "q001a" is already that of .*:1/,
      ],
      [
        (lines) => lines.splice(1, 1, (lines[1] ?? '').replace(answer, 'Nobody')),
        /questions\.jsonl:2: the answer "Nobody" is not in chunk c001/,
      ],
      [
        (lines) => lines.splice(1, 1, (lines[1] ?? '').replaceAll('c001', 'c999')),
        /questions\.jsonl:2: question q001b needs chunk c999/,
      ],
    ];
    for (const [spoil, message] of wrong) {
      await writeMeridian(generateWorld(3), folder);
      const before = await edit('questions.jsonl', (text) => {
        const lines = text.split('\n');
        spoil(lines);
        return lines.join('\n');
      });
      const after = await readFile(join(folder, 'questions.jsonl'), 'utf8');
      await edit('manifest.json', (text) => text.replace(sha256(before), sha256(after)));
      await assertRefused(message);
    }
  });

  async function edit(name: string, change: (text: string) => string): Promise<string> {
    const before = await readFile(join(folder, name), 'utf8');
    await writeFile(join(folder, name), change(before));
    return before;
  }

  async function assertRefused(message: RegExp): Promise<void> {
    await assert.rejects(
      loadMeridian(folder),
      (error) => error instanceof TwinZeroError && error.kind === 'data' && message.test(error.message),
    );
  }
});
