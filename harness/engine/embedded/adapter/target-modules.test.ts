import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { tinyConfig } from '../testing/tiny-model.ts';
import { shortTargets, targetModules } from './target-modules.ts';

const ends = [
  'self_attn.q_proj',
  'self_attn.k_proj',
  'self_attn.v_proj',
  'self_attn.o_proj',
  'mlp.gate_proj',
  'mlp.up_proj',
  'mlp.down_proj',
];
const all = [0, 1].flatMap((layer) => ends.map((end) => `model.layers.${layer}.${end}`));
const q = ['model.layers.0.self_attn.q_proj', 'model.layers.1.self_attn.q_proj'];

describe('target_modules', () => {
  // What `[key for key, _ in model.named_modules() if check_target_module_exists(LoraConfig(target_modules=x), key)]`
  // of peft 0.21.2 names on a Llama of two layers, for those that name projections only.
  const cases: readonly (readonly [targets: string | readonly string[], modules: readonly string[]])[] = [
    ['all-linear', all],
    [['down_proj', 'q_proj'], all.filter((name) => /q_proj|down_proj/u.test(name))],
    [['self_attn.q_proj'], q],
    [['model.layers.1.self_attn.q_proj'], [q[1] ?? '']],
    ['.*q_proj', q],
    ['.*\\.1\\..*(?:q|gate)_proj$', ['model.layers.1.self_attn.q_proj', 'model.layers.1.mlp.gate_proj']],
    ['(?:model\\.layers\\.[\\d]{1,}\\.(?:self_attn|mlp)\\.(?:q_proj|lm_head))', q],
  ];
  for (const [targets, modules] of cases)
    it(`names modules as PEFT does: ${JSON.stringify(targets)}`, () => {
      assert.deepEqual(targetModules(targets, tinyConfig), { modules });
    });

  // A bracket that opens with `]` and a group that is referred to mean another thing to Python; the rest are
  // Python's alone, name nothing, or may take for ever.
  const unclear = [
    '.*[]q]_proj',
    '.*[^]]',
    '.*(q)_proj\\1?',
    '(?i).*Q_PROJ',
    '(?P<x>.*)',
    'q_proj',
    '(.*)*x',
    '(',
  ];
  for (const targets of unclear)
    it(`does not guess at ${targets}`, () => {
      assert.deepEqual(targetModules(targets, tinyConfig), { unclear: targets });
    });

  it('takes no list with a name that is not there, nor the end of a word', () => {
    for (const name of ['lm_head', 'proj', 'q_proj.weight', 'embed_tokens'])
      assert.deepEqual(targetModules(['q_proj', name], tinyConfig), { unclear: name });
  });

  it('are written by the ends of their names where these stand in every layer', () => {
    assert.deepEqual(shortTargets(q, tinyConfig), ['q_proj']);
    assert.deepEqual(shortTargets(q.slice(1), tinyConfig), q.slice(1));
  });
});
