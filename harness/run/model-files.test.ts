import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { sha256 } from '../core/canonical-json.ts';
import { fileHash } from '../data/pinned-file.ts';
import type { SearchSpec } from '../search/search-spec.ts';
import { temporaryFolders } from '../train/testing/temporary-folder.ts';
import { modelFolder, modelHashes } from './model-files.ts';

/** A simulator behind a wrapper. */
function simulated(
  model: { kind: 'embedded'; folder: string } | { kind: 'chat'; model: string },
): SearchSpec {
  const how = { format: 'compact', tuning: 'sft', temperature: 0.8, maxTokensPerDocument: 80 } as const;
  return { kind: 'retry', attempts: 3, backoffMs: 0, of: { kind: 'simulator', model, ...how } };
}

describe('the hashes of the models that a run reads', () => {
  const newFolder = temporaryFolders();

  /** A folder of a model with these weights. */
  async function model(weights: string): Promise<string> {
    const folder = newFolder();
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'model.safetensors'), weights);
    await writeFile(join(folder, 'tokenizer.json'), '{}');
    await writeFile(join(folder, 'notes.txt'), 'not read');
    return folder;
  }

  it('are those of weights and tokenizer: of the policy, and of every simulator however wrapped', async () => {
    const [policy, evaluated, trained] = [await model('a'), await model('b'), await model('c')];
    const config = {
      policy: { kind: 'embedded', folder: policy },
      search: simulated({ kind: 'embedded', folder: evaluated }),
      trainingSearch: simulated({ kind: 'embedded', folder: trained }),
    } as const;
    const expected = Object.entries({ [policy]: 'a', [evaluated]: 'b', [trained]: 'c' }).flatMap(
      ([folder, weights]) => [
        [`${folder}/model.safetensors`, sha256(weights)],
        [`${folder}/tokenizer.json`, sha256('{}')],
      ],
    );
    assert.deepEqual(await modelHashes(config), Object.fromEntries(expected));
    // A model that two parts name counts once; a server's has no files here.
    const [same, served] = [
      simulated({ kind: 'embedded', folder: policy }),
      simulated({ kind: 'chat', model: 'x' }),
    ];
    const once = await modelHashes({ policy: config.policy, search: served, trainingSearch: same });
    assert.deepEqual(Object.keys(once), [`${policy}/model.safetensors`, `${policy}/tokenizer.json`]);
  });

  it('bear the name that the configuration has, and are read in the package', async () => {
    const folder = 'data/models/meridian-base';
    const hashes = await modelHashes({ policy: { kind: 'embedded', folder }, search: { kind: 'bm25' } });
    assert.deepEqual(Object.keys(hashes), [`${folder}/model.safetensors`, `${folder}/tokenizer.json`]);
    const weights = await fileHash(join(modelFolder(folder), 'model.safetensors'));
    assert.equal(hashes[`${folder}/model.safetensors`], weights);
  });

  it('cannot be had of a folder that is not there', async () => {
    const folder = await model('a');
    await rm(folder, { recursive: true });
    await assert.rejects(modelHashes({ policy: { kind: 'embedded', folder }, search: { kind: 'bm25' } }), {
      kind: 'data',
      message: `the model folder ${folder} can't be read; check its path`,
    });
  });
});
