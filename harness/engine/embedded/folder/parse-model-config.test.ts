import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { modelConfigJson } from './model-config.ts';
import { parseModelConfig } from './read-model-config.ts';

const minimal = {
  architectures: ['LlamaForCausalLM'],
  vocab_size: 50,
  hidden_size: 32,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  intermediate_size: 48,
};
const parse = (change: Record<string, unknown>): ReturnType<typeof parseModelConfig> =>
  parseModelConfig(JSON.stringify({ ...minimal, ...change }), 'm/config.json');

describe('parseModelConfig', () => {
  it('fills what is left out with the defaults of LlamaConfig', () => {
    assert.deepEqual(parse({}), {
      vocabularySize: 50,
      hiddenSize: 32,
      layers: 2,
      heads: 4,
      keyValueHeads: 4,
      headSize: 8,
      mlpSize: 48,
      normEpsilon: 1e-6,
      ropeTheta: 10000,
      maxPositions: 2048,
      tiedEmbeddings: false,
      initializerRange: 0.02,
      bosToken: 1,
      eosTokens: [2],
    });
  });

  it('reads the rotary base as transformers 4 and as transformers 5 write it', () => {
    assert.equal(parse({ rope_theta: 500000, rope_scaling: null }).ropeTheta, 500000);
    assert.equal(parse({ rope_parameters: { rope_type: 'default', rope_theta: 1000 } }).ropeTheta, 1000);
    assert.equal(parse({ rope_theta: 500000, rope_scaling: { type: 'default' } }).ropeTheta, 500000);
  });

  it('reads one, several and no end tokens, and no beginning', () => {
    assert.deepEqual(parse({ eos_token_id: [7, 9] }).eosTokens, [7, 9]);
    assert.deepEqual(parse({ eos_token_id: null }).eosTokens, []);
    assert.equal(parse({ bos_token_id: null }).bosToken, null);
  });

  const unsupported: readonly (readonly [field: string, value: unknown])[] = [
    ['architectures', ['MistralForCausalLM']],
    ['architectures', undefined],
    ['hidden_act', 'gelu'],
    ['attention_bias', true],
    ['mlp_bias', true],
    ['rope_scaling', { rope_type: 'llama3', factor: 8 }],
    ['rope_scaling', { type: 'linear', factor: 2 }],
    ['rope_scaling', { factor: 2 }],
    ['rope_parameters', { rope_type: 'yarn', rope_theta: 10000 }],
    ['partial_rotary_factor', 0.5],
    ['pretraining_tp', 2],
    ['sliding_window', 4096],
    ['quantization_config', { bits: 4 }],
    ['num_key_value_heads', 3],
    ['head_dim', 7],
    ['hidden_size', -1],
    ['vocab_size', 'many'],
  ];
  for (const [field, value] of unsupported)
    it(`names ${field} when it is ${JSON.stringify(value)}`, () => {
      const message = new RegExp(`^m/config\\.json: ${field}`);
      assert.throws(() => parse({ [field]: value }), { kind: 'configuration', message });
    });

  it('names the file that is not JSON', () => {
    assert.throws(() => parseModelConfig('{', 'm/config.json'), {
      message: /^m\/config\.json: broken JSON/,
      kind: 'configuration',
    });
  });

  it('reads back what modelConfigJson writes', () => {
    const config = parse({
      head_dim: 16,
      num_key_value_heads: 2,
      rope_theta: 777,
      eos_token_id: [3, 4],
      bos_token_id: null,
    });
    const text = JSON.stringify(modelConfigJson(config, 'float16'));
    assert.deepEqual(parseModelConfig(text, 'config.json'), config);
    const none = parse({ eos_token_id: null, tie_word_embeddings: true });
    assert.deepEqual(parseModelConfig(JSON.stringify(modelConfigJson(none, 'float32')), 'config.json'), none);
  });
});
