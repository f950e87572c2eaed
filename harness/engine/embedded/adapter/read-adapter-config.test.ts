import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { packageRoot } from '../../../core/package-root.ts';
import { tinyConfig } from '../testing/tiny-model.ts';
import { adapterConfigJson } from './adapter-config.ts';
import { parseAdapterConfig } from './read-adapter-config.ts';

const base = { config: tinyConfig, folder: '/models/base' };
const source = { file: '/adapter/adapter_config.json' };
const plain = { peft_type: 'LORA', r: 4, lora_alpha: 8, target_modules: ['q_proj'] };
const parse = (fields: object): ReturnType<typeof parseAdapterConfig> =>
  parseAdapterConfig(JSON.stringify({ ...plain, ...fields }), source, base);
const modules = ['model.layers.0.self_attn.q_proj', 'model.layers.1.self_attn.q_proj'];

describe('adapter_config.json', () => {
  it('describes an adapter, and is read back from what is written', () => {
    const adapter = { rank: 4, alpha: 8, rankStabilised: false, modules };
    assert.deepEqual(parse({}), { adapter, baseModel: '/models/base' });
    const other = { adapter: { ...adapter, alpha: 0.5, rankStabilised: true }, baseModel: 'meta-llama/x' };
    assert.deepEqual(parse(adapterConfigJson(other, tinyConfig)), other);
  });

  it('is read with all that PEFT 0.21 writes, and with a dropout, which is off when sampling', async () => {
    for (const name of ['llama-all', 'qwen2-some']) {
      const file = join(packageRoot(), 'test', 'fixtures', 'adapters', name, 'adapter_config.json');
      const found = parseAdapterConfig(await readFile(file, 'utf8'), { file }, base);
      assert.equal(found.adapter.rank, name === 'llama-all' ? 4 : 3);
    }
  });

  const plainOnly = 'null, for a plain low-rank adapter';
  const targets =
    'all-linear, a list of q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj, or a plain pattern of them';
  const refused: readonly (readonly [fields: object, found: string, supported: string])[] = [
    [{ peft_type: 'IA3' }, 'peft_type is IA3', 'LORA'],
    [{ r: 0 }, 'r is 0', 'a whole number from 1'],
    [{ lora_alpha: -1 }, 'lora_alpha is -1', 'a number above 0'],
    [{ bias: 'lora_only' }, 'bias is lora_only', 'none'],
    [{ use_dora: true }, 'use_dora is true', 'false'],
    [{ lora_bias: true }, 'lora_bias is true', 'false'],
    [{ modules_to_save: ['lm_head'] }, 'modules_to_save is ["lm_head"]', plainOnly],
    [{ rank_pattern: { q_proj: 8 } }, 'rank_pattern is {"q_proj":8}', plainOnly],
    [{ alpha_pattern: { q_proj: 8 } }, 'alpha_pattern is {"q_proj":8}', plainOnly],
    [{ layers_to_transform: [0] }, 'layers_to_transform is [0]', plainOnly],
    [{ use_something_new: 7 }, 'use_something_new is 7', plainOnly],
    [{ init_lora_weights: 'pissa' }, 'init_lora_weights is pissa', 'true, false, gaussian or orthogonal'],
    [{ task_type: 'SEQ_CLS' }, 'task_type is SEQ_CLS', 'CAUSAL_LM or null'],
    [{ target_modules: ['q_proj', 'lm_head'] }, 'target_modules is lm_head', targets],
    [{ target_modules: '.*[]q]_proj' }, 'target_modules is ".*[]q]_proj"', targets],
    [{ target_modules: [] }, 'target_modules is []', targets],
    [{ target_modules: null }, 'target_modules is null', targets],
  ];
  for (const [fields, found, supported] of refused)
    it(`is refused where ${found}`, () => {
      assert.throws(() => parse(fields), {
        name: 'TwinZeroError',
        kind: 'configuration',
        message: `/adapter/adapter_config.json: ${found}; supported: ${supported}`,
      });
    });
});
