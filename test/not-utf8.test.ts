import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, it } from 'mocha';
import { z } from 'zod';
import { readPriceList } from '../harness/core/price-list.ts';
import { packageRoot } from '../harness/core/package-root.ts';
import { readCsv } from '../harness/data/read-csv.ts';
import { readModelConfig } from '../harness/engine/embedded/folder/read-model-config.ts';
import { SafetensorsReader } from '../harness/engine/embedded/folder/safetensors-reader.ts';
import { huggingFaceCodec } from '../harness/engine/embedded/text/hugging-face-codec.ts';
import { readEpisodes } from '../harness/run/episode-rows.ts';
import { finishedRun } from '../harness/run/finished-run.ts';
import { readRun } from '../harness/run/read-run.ts';
import { temporaryFolders } from '../harness/train/testing/temporary-folder.ts';
import { cli } from './testing/cli.ts';

/** Two lines of JSON in Latin-1, as an old editor leaves it. */
const latin = Buffer.from('{"a":\n"Beyonc\xe9"}', 'latin1');
const where = /:2: byte 8 of the line \(0xe9\) begins no character of UTF-8; save the file as UTF-8$/u;

type Planned = Parameters<typeof finishedRun>[1];

const readers: readonly (readonly [
  file: string,
  kind: 'data' | 'configuration',
  read: (folder: string, path: string) => unknown,
])[] = [
  ['config.json', 'configuration', (folder) => readModelConfig(folder)],
  ['tokenizer.json', 'configuration', (folder) => huggingFaceCodec(folder)],
  ['tokenizer_config.json', 'configuration', (folder) => huggingFaceCodec(folder)],
  ['chat_template.jinja', 'configuration', codecWithItsOwnTemplate],
  ['model.safetensors.index.json', 'data', (folder) => SafetensorsReader.open(folder)],
  ['run.json', 'data', (folder) => readRun(folder)],
  ['run.json', 'data', (folder) => finishedRun(folder, {} as Planned)],
  ['prices.json', 'data', async (_, path) => readPriceList(path)],
  ['rows.csv', 'data', (_, path) => readCsv(path, z.strictObject({ a: z.string() }))],
];

function codecWithItsOwnTemplate(folder: string): Promise<unknown> {
  const path = join(folder, 'tokenizer_config.json');
  const { chat_template: _, ...config } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  writeFileSync(path, JSON.stringify(config));
  return huggingFaceCodec(folder);
}

describe('a file that is not UTF-8', () => {
  const newFolder = temporaryFolders();

  for (const [file, kind, read] of readers)
    it(`is refused with its line: ${file}`, async () => {
      const folder = newFolder();
      const path = join(folder, file);
      if (kind === 'configuration')
        cpSync(join(packageRoot(), 'data', 'models', 'simulator-s'), folder, { recursive: true });
      writeFileSync(path, latin);
      await assert.rejects(
        async () => read(folder, path),
        (error: Error & { kind?: string }) => {
          assert.equal(error.kind, kind);
          assert.ok(error.message.startsWith(`${path}:2`), error.message);
          assert.match(error.message, where);
          return true;
        },
      );
    });

  it('is refused with its line where it is compressed', () => {
    const path = join(newFolder(), 'episodes.jsonl.gz');
    writeFileSync(path, Buffer.concat([gzipSync('\n'), gzipSync(latin)]));
    assert.throws(() => [...readEpisodes(path)], { kind: 'data', message: /episodes\.jsonl\.gz:3: byte 8 / });
  });

  it('ends the command with 3 and one sentence, and is never scored', async () => {
    const path = join(newFolder(), 'predictions.jsonl');
    writeFileSync(path, Buffer.from('{"id":1,"prediction":"Beyonc\xe9","golds":["Beyonc\xe8"]}\n', 'latin1'));
    const { code, stdout, stderr } = await cli('score', path, '--json');
    assert.deepEqual([code, stdout], [3, '']);
    assert.equal(
      stderr,
      `twinzero: ${path}:1: byte 29 of the line (0xe9) begins no character of UTF-8; save the file as UTF-8\n`,
    );
  });
});
