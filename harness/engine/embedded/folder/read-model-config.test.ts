import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { tinyArchitectures } from '../testing/tiny-model.ts';
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
  parseModelConfig(JSON.stringify({ ...minimal, ...change }), { file: 'm/config.json' });

describe('parseModelConfig', () => {
  it('fills what is left out with the defaults of LlamaConfig', () => {
    assert.deepEqual(parse({}), {
      architecture: 'LlamaForCausalLM',
      vocabularySize: 50,
      hiddenSize: 32,
      layers: 2,
      heads: 4,
      keyValueHeads: 4,
      headSize: 8,
      mlpSize: 48,
      normEpsilon: 1e-6,
      ropeTheta: 10000,
      ropeScaling: null,
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

  const llama3 = {
    rope_type: 'llama3',
    factor: 32,
    low_freq_factor: 1,
    high_freq_factor: 4,
    original_max_position_embeddings: 8192,
  };
  const stretched = { factor: 32, lowFrequencyFactor: 1, highFrequencyFactor: 4, originalPositions: 8192 };

  it('reads the stretching of Llama 3.1 as transformers 4 and as transformers 5 write it, or both', () => {
    const { rope_type: type, original_max_position_embeddings: _, ...rest } = llama3;
    const inside = { ...llama3, rope_theta: 500_000 };
    for (const change of [
      { rope_theta: 500_000, rope_scaling: llama3 },
      { rope_theta: 500_000, rope_scaling: { ...rest, type }, max_position_embeddings: 8192 },
      { rope_theta: 500_000, rope_scaling: { ...rest, type }, original_max_position_embeddings: 8192 },
      { rope_parameters: inside },
      { rope_theta: 500_000, rope_scaling: llama3, rope_parameters: inside },
    ]) {
      const { ropeTheta, ropeScaling } = parse(change);
      assert.deepEqual({ ropeTheta, ropeScaling }, { ropeTheta: 500_000, ropeScaling: stretched });
    }
  });

  it('fills what is left out with the defaults of Qwen2Config', () => {
    const qwen2 = { architectures: ['Qwen2ForCausalLM'], num_attention_heads: 32, hidden_size: 128 };
    const { architecture, keyValueHeads, headSize, maxPositions, bosToken, eosTokens } = parse(qwen2);
    assert.deepEqual(
      { architecture, keyValueHeads, headSize, maxPositions, bosToken, eosTokens },
      {
        architecture: 'Qwen2ForCausalLM',
        keyValueHeads: 32,
        headSize: 4,
        maxPositions: 32_768,
        bosToken: null,
        eosTokens: [],
      },
    );
    assert.equal(parse({ ...qwen2, num_attention_heads: 16, num_key_value_heads: null }).keyValueHeads, 16);
  });

  it('fills what is left out with the defaults of Qwen3Config', () => {
    const qwen3 = parse({ architectures: ['Qwen3ForCausalLM'], num_attention_heads: 64 });
    const { keyValueHeads, headSize, maxPositions, bosToken, eosTokens } = qwen3;
    assert.deepEqual(
      { keyValueHeads, headSize, maxPositions, bosToken, eosTokens },
      { keyValueHeads: 32, headSize: 128, maxPositions: 32_768, bosToken: null, eosTokens: [] },
    );
  });

  it('fills what is left out with the defaults of MistralConfig', () => {
    const mistral = { architectures: ['MistralForCausalLM'], num_attention_heads: 16, sliding_window: null };
    const { keyValueHeads, headSize, maxPositions, bosToken, eosTokens } = parse(mistral);
    assert.deepEqual(
      { keyValueHeads, headSize, maxPositions, bosToken, eosTokens },
      { keyValueHeads: 8, headSize: 2, maxPositions: 131_072, bosToken: 1, eosTokens: [2] },
    );
  });

  it('takes what Qwen2 files say of windows that are not in use', () => {
    const { layers } = parse({
      architectures: ['Qwen2ForCausalLM'],
      model_type: 'qwen2',
      num_key_value_heads: 2,
      use_sliding_window: false,
      sliding_window: 32_768,
      max_window_layers: 1,
      layer_types: ['full_attention', 'full_attention'],
    });
    assert.equal(layers, 2);
  });

  it('reads one, several and no end tokens, and no beginning', () => {
    assert.deepEqual(parse({ eos_token_id: [7, 9] }).eosTokens, [7, 9]);
    assert.deepEqual(parse({ eos_token_id: null }).eosTokens, []);
    assert.equal(parse({ bos_token_id: null }).bosToken, null);
  });

  const unsupported: readonly (readonly [field: string, value: unknown])[] = [
    ['architectures', ['GemmaForCausalLM']],
    ['architectures', undefined],
    ['hidden_act', 'gelu'],
    ['attention_bias', true],
    ['mlp_bias', true],
    ['rope_scaling', { rope_type: 'llama3', factor: 8 }],
    ['layer_types', ['full_attention', 'sliding_attention']],
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

  const sentences: readonly (readonly [change: Record<string, unknown>, sentence: string])[] = [
    [
      { architectures: ['Gemma2ForCausalLM'] },
      'architectures is Gemma2ForCausalLM; supported: LlamaForCausalLM, Qwen2ForCausalLM, Qwen3ForCausalLM, MistralForCausalLM',
    ],
    [
      { architectures: undefined },
      'architectures is missing; supported: LlamaForCausalLM, Qwen2ForCausalLM, Qwen3ForCausalLM, MistralForCausalLM',
    ],
    [{ model_type: 'mistral' }, 'model_type is mistral; supported: llama'],
    [{ hidden_act: 'gelu' }, 'hidden_act is gelu; supported: silu'],
    [{ attention_bias: true }, 'attention_bias is true; supported: false'],
    [
      { rope_parameters: { factor: 8, rope_type: 'yarn' } },
      'rope_parameters.rope_type is yarn; supported: default or llama3',
    ],
    [
      { rope_scaling: { factor: 2, type: 'linear' } },
      'rope_scaling.type is linear; supported: default or llama3',
    ],
    [{ rope_scaling: { ...llama3, factor: 0.5 } }, 'rope_scaling.factor is 0.5; supported: a number from 1'],
    [
      { rope_scaling: { ...llama3, low_freq_factor: undefined } },
      'rope_scaling.low_freq_factor is missing; supported: a number above 0',
    ],
    [
      { rope_scaling: { ...llama3, high_freq_factor: 1 } },
      'rope_scaling.high_freq_factor is 1; supported: a number above low_freq_factor 1',
    ],
    [
      { rope_scaling: { ...llama3, beta_fast: 32 } },
      'rope_scaling.beta_fast is 32; supported: the fields of rope_type llama3, and nothing beside them',
    ],
    [
      { rope_scaling: { type: 'llama3' }, rope_parameters: { rope_theta: 10_000 } },
      'rope_scaling.factor is missing; supported: a number from 1',
    ],
    [
      { rope_scaling: { type: 'default' }, rope_parameters: { ...llama3, rope_theta: 10_000 } },
      'rope_scaling is {"type":"default"}; supported: null, or what rope_parameters says',
    ],
    [
      { rope_scaling: { rope_theta: 1000 }, rope_parameters: { rope_theta: 10_000 } },
      'rope_scaling is {"rope_theta":1000}; supported: null, or what rope_parameters says',
    ],
    [
      { layer_types: ['full_attention', 'sliding_attention'] },
      'layer_types is sliding_attention; supported: full_attention',
    ],
    [
      { architectures: ['Qwen2ForCausalLM'], num_key_value_heads: 2, use_sliding_window: true },
      'use_sliding_window is true; supported: false',
    ],
    [
      { architectures: ['Qwen3ForCausalLM'], num_key_value_heads: 2, attention_bias: true },
      'attention_bias is true; supported: false',
    ],
    [
      { architectures: ['MistralForCausalLM'], num_key_value_heads: 2 },
      'sliding_window is missing; supported: null',
    ],
    [
      { architectures: ['MistralForCausalLM'], num_key_value_heads: 2, sliding_window: 4096 },
      'sliding_window is 4096; supported: null',
    ],
    [{ architectures: ['Qwen2ForCausalLM'], model_type: 'llama' }, 'model_type is llama; supported: qwen2'],
    [
      { architectures: ['Qwen2ForCausalLM'] },
      'num_key_value_heads is missing; supported: a divisor of the 4 attention heads',
    ],
    [
      { rope_scaling: { factor: 8 } },
      'rope_scaling.factor is 8; supported: rope_type default and rope_theta, and nothing beside them',
    ],
    [{ sliding_window: 32768 }, 'sliding_window is 32768; supported: null'],
    [{ quantization_config: { bits: 4 } }, 'quantization_config is {"bits":4}; supported: null'],
    [{ vocab_size: 'many words' }, 'vocab_size is "many words"; supported: a whole number from 1'],
    [{ head_dim: 7 }, 'head_dim is 7; supported: an even whole number, for rotary positions'],
    [{ num_key_value_heads: 3 }, 'num_key_value_heads is 3; supported: a divisor of the 4 attention heads'],
    [
      { num_hidden_layers: 1_000_000 },
      'num_hidden_layers is 1000000; supported: a whole number from 1 to 1000',
    ],
    [
      { vocab_size: 1e9 },
      'vocab_size is 1000000000; supported: up to 134217728 at hidden_size 32, as much as one array holds',
    ],
  ];
  for (const [change, sentence] of sentences)
    it(`says: ${sentence}`, () => {
      assert.throws(() => parse(change), { kind: 'configuration', message: `m/config.json: ${sentence}` });
    });

  it('cuts a long value, and writes control characters as JSON does', () => {
    const long = `\u001b[2J${'x'.repeat(500)}`;
    assert.throws(
      () => parse({ hidden_act: long }),
      (error: Error) => {
        assert.ok(error.message.length < 200);
        assert.match(error.message, /hidden_act is "\\u001b\[2Jx+…; supported: silu$/);
        return true;
      },
    );
  });

  it('refuses sizes beyond memory before it takes any', () => {
    const start = performance.now();
    for (const field of ['vocab_size', 'hidden_size', 'intermediate_size', 'num_attention_heads', 'head_dim'])
      assert.throws(() => parse({ [field]: 4_000_000_000_000 }), { kind: 'configuration' });
    assert.ok(performance.now() - start < 1000);
  });

  it('loads sizes up to the limit', () => {
    assert.equal(parse({ num_hidden_layers: 1000 }).layers, 1000);
    assert.equal(parse({ vocab_size: 67_000_000 }).vocabularySize, 67_000_000);
  });

  it('names the file that is not JSON', () => {
    assert.throws(() => parseModelConfig('{', { file: 'm/config.json' }), {
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
    assert.equal(
      text,
      '{"architectures":["LlamaForCausalLM"],"model_type":"llama","vocab_size":50,"hidden_size":32,"num_hidden_layers":2,"num_attention_heads":4,"num_key_value_heads":2,"head_dim":16,"intermediate_size":48,"hidden_act":"silu","rms_norm_eps":0.000001,"rope_theta":777,"rope_parameters":{"rope_type":"default","rope_theta":777},"max_position_embeddings":2048,"tie_word_embeddings":false,"initializer_range":0.02,"attention_bias":false,"mlp_bias":false,"bos_token_id":null,"eos_token_id":[3,4],"torch_dtype":"float16"}',
    );
    assert.deepEqual(parseModelConfig(text, { file: 'config.json' }), config);
    const none = parse({ eos_token_id: null, tie_word_embeddings: true });
    assert.deepEqual(
      parseModelConfig(JSON.stringify(modelConfigJson(none, 'float32')), { file: 'config.json' }),
      none,
    );
    for (const other of Object.values(tinyArchitectures)) {
      const saved = JSON.stringify(modelConfigJson(other, 'float32'));
      assert.deepEqual(parseModelConfig(saved, { file: 'config.json' }), other);
    }
  });
});
