import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { fetchModel } from './fetch-model.ts';
import { fails } from './testing/fails.ts';
import { fetching, files, model, quantised, weights } from './testing/fetching.ts';
import { stubHub } from './testing/stub-hub.ts';

const { folder, serving, from } = fetching();

describe('a model that one has', () => {
  it('is copied file by file or from a folder(), and checked by what the hub says', async () => {
    const hub = await serving();
    const own = join(folder(), 'own');
    await mkdir(own);
    await writeFile(join(own, 'config.json'), files['config.json']);
    await writeFile(join(own, 'model.safetensors'), weights);
    assert.deepEqual(
      (await fetchModel(model, from(hub, { from: own }))).map(({ status, checked }) => [status, checked]),
      [
        ['copied', true],
        ['copied', true],
      ],
    );
    assert.equal(hub.asked().length, 0);
    await writeFile(join(own, 'model.safetensors'), 'another');
    await assert.rejects(
      fetchModel(model, from(hub, { from: join(own, 'model.safetensors') })),
      fails(
        'data',
        /own\/model\.safetensors is not the file that is pinned: it has 7 bytes instead of \d+; nothing was copied$/,
      ),
    );
    assert.equal(await readFile(join(folder(), 'small', 'model.safetensors'), 'utf8'), weights);
    await assert.rejects(
      fetchModel(model, from(hub, { from: join(own, 'none') })),
      fails('data', /none cannot be read/),
    );
  });

  it('is copied unchecked where the hub cannot be asked', async () => {
    const gone = await stubHub(files);
    await gone.close();
    const file = join(folder(), 'Mine-Q4.GGUF');
    await writeFile(file, weights);
    const [taken] = await fetchModel(quantised, from(gone, { from: file }));
    assert.deepEqual(taken, {
      path: join(folder(), 'small', 'Mine-Q4.GGUF'),
      status: 'copied',
      checked: false,
    });
    await assert.rejects(
      fetchModel(model, from(gone, { from: file })),
      fails(
        'configuration',
        /^Mine-Q4\.GGUF is none of the files of small, which are \*\.json, \*\.safetensors; /,
      ),
    );
    await assert.rejects(
      fetchModel(model, from(gone, { from: folder() })),
      fails('configuration', /\*\.json, \*\.safetensors of small are not known by name without the hub/),
    );
  });
});
