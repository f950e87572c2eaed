import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { describe, it } from 'mocha';
import { policySpec } from '../engine/index.ts';
import { parseModelForm } from './model-form.ts';

describe('a model that a flag names', () => {
  it('is a folder of this machine, from the current one', () => {
    assert.deepEqual(parseModelForm('embedded:data/models/a:b'), {
      spec: { kind: 'embedded', folder: resolve('data/models/a:b') },
      host: null,
    });
  });

  it('is an export to ONNX, of a folder or of the hub, and the form of its weights', () => {
    for (const [form, spec] of [
      ['onnx:a#q4', { kind: 'onnx', folder: resolve('a'), dtype: 'q4' }],
      ['onnx-hub:a/b', { kind: 'onnx-hub', model: 'a/b' }],
      ['onnx-hub:a/b@c1#fp16', { kind: 'onnx-hub', model: 'a/b', revision: 'c1', dtype: 'fp16' }],
    ] as const)
      assert.deepEqual(parseModelForm(form), { spec, host: null });
    for (const wrong of ['onnx:a#q5', 'onnx:a#', 'onnx-hub:a', 'onnx-hub:../a', 'onnx-hub:a/b@'])
      assert.throws(() => parseModelForm(wrong), InvalidArgumentError, wrong);
  });

  it('is served at an address, under the name after the first #', () => {
    assert.deepEqual(parseModelForm('openai:http://127.0.0.1:8000/v1#Menlo/ReZero:3b'), {
      spec: { kind: 'openai', model: 'Menlo/ReZero:3b' },
      host: 'http://127.0.0.1:8000/v1',
    });
  });

  it('is refused in any other form, and where no engine of its kind is here', () => {
    for (const wrong of [
      '',
      'a',
      'embedded:',
      'vllm:a',
      'http://a/v1#b',
      'openai:#b',
      'openai:http://a/v1',
      'openai:http://a/v1#',
    ])
      assert.throws(() => parseModelForm(wrong), InvalidArgumentError, wrong);
    for (const [form, kind, spec] of [
      ['gguf:a.gguf', 'gguf', { kind: 'gguf', file: resolve('a.gguf') }],
      ['onnx:a', 'onnx', { kind: 'onnx', folder: resolve('a') }],
    ] as const) {
      const read = policySpec.safeParse(spec);
      if (read.success) assert.deepEqual(parseModelForm(form), { spec: read.data, host: null });
      else
        assert.throws(() => parseModelForm(form), {
          message: `no policy of kind "${kind}" can be opened (kind: ${read.error.issues[0]?.message}).`,
        });
    }
  });
});
