import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { packageRoot } from '../../../core/package-root.ts';
import { encoderName } from './encoder-spec.ts';
import { type Encoder, openEncoder } from './open-encoder.ts';

const folder = join(packageRoot(), 'test', 'fixtures', 'encoder');
const place = { provider: 'cpu', threads: 1 } as const;
const golden = JSON.parse(readFileSync(join(folder, 'golden.json'), 'utf8')) as {
  readonly texts: readonly string[];
  readonly mean: readonly (readonly number[])[];
  readonly cls: readonly (readonly number[])[];
};

/** Largest difference of two vectors of one length. */
function difference(first: ArrayLike<number> | undefined, second: ArrayLike<number> | undefined): number {
  assert.ok(first !== undefined && second !== undefined && first.length === second.length);
  return Math.max(...Array.from(first, (value, i) => Math.abs(value - (second[i] ?? NaN))));
}

describe('an encoder', function () {
  this.timeout(60_000);
  let encoder: Encoder;
  let root = '';
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'twinzero-encoder-'));
    encoder = await openEncoder({ kind: 'onnx', folder }, place);
  });
  after(() => Promise.all([encoder.close(), rm(root, { recursive: true })]));

  // The last text is longer than the model's 48 tokens; one has letters that the vocabulary lacks; one is empty.
  for (const pooling of ['mean', 'cls'] as const)
    it(`gives the vectors of transformers, ${pooling}, one by one and together`, async () => {
      const together = await encoder.encode(golden.texts, pooling);
      for (const [i, text] of golden.texts.entries()) {
        const [alone] = await encoder.encode([text], pooling);
        // float32 over two layers; the values are some 1 in size.
        assert.ok(difference(alone, golden[pooling][i]) < 2e-6, text);
        assert.ok(difference(together[i], golden[pooling][i]) < 2e-6, text);
      }
      const other = pooling === 'mean' ? 'cls' : 'mean';
      assert.ok(difference(together[0], golden[other][0]) > 0.1);
    });

  it('gives the same digits again, and none for no texts', async () => {
    const first = await encoder.encode(golden.texts, 'mean');
    assert.deepEqual(await encoder.encode(golden.texts, 'mean'), first);
    assert.deepEqual(await encoder.encode([], 'mean'), []);
  });

  it('has a print that its files, its dtype and its place decide', async () => {
    const copy = join(root, 'copy');
    await cp(folder, copy, { recursive: true });
    const print = async (threads = 1): Promise<string> => {
      const opened = await openEncoder({ kind: 'onnx', folder: copy }, { provider: 'cpu', threads });
      await opened.close();
      return opened.print;
    };
    assert.equal(await print(), encoder.print);
    assert.notEqual(await print(2), encoder.print);
    const file = join(copy, 'tokenizer_config.json');
    await writeFile(file, readFileSync(file, 'utf8').replace('48', '47'));
    assert.notEqual(await print(), encoder.print);
  });

  it('says in one sentence what is wrong with a folder', async () => {
    const missing = join(root, 'none');
    await assert.rejects(openEncoder({ kind: 'onnx', folder: missing }, place), {
      kind: 'data',
      message: `${join(missing, 'config.json')} is not there: give the folder of an ONNX export for transformers.js that has its weights as fp32`,
    });
    const broken = join(root, 'broken');
    await cp(folder, broken, { recursive: true });
    await writeFile(join(broken, 'onnx', 'model.onnx'), 'no model');
    await assert.rejects(openEncoder({ kind: 'onnx', folder: broken }, place), {
      kind: 'data',
      message: /broken cannot be opened as fp32 on cpu \([^\n]+\): check that it is an encoder of texts/u,
    });
    const silent = join(root, 'silent');
    await cp(folder, silent, { recursive: true });
    await writeFile(join(silent, 'tokenizer.json'), '{"model": ');
    await assert.rejects(openEncoder({ kind: 'onnx', folder: silent }, place), {
      kind: 'data',
      message:
        /^the tokenizer of \S+silent cannot be opened \([^\n]+\): put the model's tokenizer\.json and tokenizer_config\.json there, whole$/u,
    });
    assert.equal(encoderName({ kind: 'onnx-hub', model: 'a/b', revision: 'c' }), 'a/b@c');
  });

  it('is refused once closed', async () => {
    const closed = await openEncoder({ kind: 'onnx', folder }, place);
    await closed.close();
    await closed.close();
    await assert.rejects(closed.encode(['a'], 'mean'), {
      kind: 'engine',
      message: /is closed; open it again/u,
    });
  });
});
