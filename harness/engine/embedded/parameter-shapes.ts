import type { ModelConfig } from './model-config.ts';

export function parameterShapes(config: ModelConfig): readonly { readonly name: string; readonly shape: readonly number[] }[] {
  const D = config.hiddenSize, kv = config.keyValueHeads * config.headSize, q = config.heads * config.headSize, F = config.mlpSize;
  const out: { name: string; shape: number[] }[] = [{ name: 'model.embed_tokens.weight', shape: [config.vocabularySize, D] }];
  for (let i = 0; i < config.layers; i++) {
    const p = `model.layers.${i}.`;
    out.push({ name: p + 'input_layernorm.weight', shape: [D] }, { name: p + 'self_attn.q_proj.weight', shape: [q, D] }, { name: p + 'self_attn.k_proj.weight', shape: [kv, D] }, { name: p + 'self_attn.v_proj.weight', shape: [kv, D] }, { name: p + 'self_attn.o_proj.weight', shape: [D, q] }, { name: p + 'post_attention_layernorm.weight', shape: [D] }, { name: p + 'mlp.gate_proj.weight', shape: [F, D] }, { name: p + 'mlp.up_proj.weight', shape: [F, D] }, { name: p + 'mlp.down_proj.weight', shape: [D, F] });
  }
  out.push({ name: 'model.norm.weight', shape: [D] });
  if (!config.tiedEmbeddings) out.push({ name: 'lm_head.weight', shape: [config.vocabularySize, D] });
  return out;
}
