import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { SampleParams, SampleResult } from '../../engine/engine.ts';
import { tinyCodec } from '../../train/testing/tiny-codec.ts';
import { engineGenerator, type EngineGeneratorOptions } from './engine-generator.ts';

const codec = tinyCodec(['alpha', 'is', 'red']);

/** A generator whose engine answers every prompt with `result` and remembers what it was asked. */
function generating(
  result: Pick<SampleResult, 'tokens' | 'stopReason'>,
  options: Partial<EngineGeneratorOptions> = {},
): {
  readonly generator: ReturnType<typeof engineGenerator>;
  readonly asked: [readonly number[], SampleParams][];
} {
  const asked: [readonly number[], SampleParams][] = [];
  const engine = {
    sample: (prompt: readonly number[], params: SampleParams): Promise<SampleResult> => {
      asked.push([prompt, params]);
      return Promise.resolve({ ...result, logprobs: result.tokens.map(() => 0) });
    },
  };
  const generator = engineGenerator({ name: 's', engine, codec, maxTokensPerDocument: 80, ...options });
  return { generator, asked };
}

describe('a generator that is an engine', () => {
  const written = codec.encode('alpha is red');

  it('samples by the prompt and seed given, room for every document, and leaves the stop token out of the text', async () => {
    const { generator, asked } = generating({ tokens: [...written, codec.stopToken], stopReason: 'stop' });
    const text = await generator.generate('alpha', { documents: 3, seed: 7 });
    assert.deepEqual(text, { text: 'alpha is red', tokens: 4 });
    assert.deepEqual(asked, [
      [codec.prompt('alpha'), { temperature: 0.8, maxTokens: 240, seed: 7, stopTokens: [codec.stopToken] }],
    ]);
  });

  it('is named by its model and temperature', () => {
    assert.equal(generating({ tokens: [], stopReason: 'stop' }).generator.id, 's@0.8');
    assert.equal(generating({ tokens: [], stopReason: 'stop' }, { temperature: 0 }).generator.id, 's@0');
  });

  it('fails a search whose text was cut off', async () => {
    const { generator } = generating({ tokens: written, stopReason: 'length' });
    await assert.rejects(generator.generate('alpha', { documents: 1, seed: 1 }), {
      kind: 'search',
      message: 'simulator s did not end its text within 3 tokens',
    });
  });
});
