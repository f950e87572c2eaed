"""A folder of random weights in the shape of Llama-3.2-3B (or tiny), with the carried tokenizer."""
import json, os, shutil, sys, torch
from safetensors.torch import save_file
tokenizer, out, shape = sys.argv[1:4]
big = shape == '3b'
hidden, layers, heads, kv, head, mlp = (3072, 28, 24, 8, 128, 8192) if big else (64, 2, 4, 2, 16, 128)
dtype = torch.bfloat16 if big else torch.float32
config = json.load(open(f'{tokenizer}/config.json'))
vocab = config['vocab_size']
config.update(hidden_size=hidden, num_hidden_layers=layers, num_attention_heads=heads, num_key_value_heads=kv, head_dim=head,
              intermediate_size=mlp, tie_word_embeddings=True, torch_dtype='bfloat16' if big else 'float32', max_position_embeddings=1024)
os.makedirs(out, exist_ok=True)
for f in os.listdir(tokenizer):
    if f != 'config.json': shutil.copy(f'{tokenizer}/{f}', out)
json.dump(config, open(f'{out}/config.json', 'w'))
g = torch.Generator(device='cuda' if torch.cuda.is_available() else 'cpu').manual_seed(1)
def normal(*s): return (torch.randn(*s, generator=g, device=g.device) * 0.02).to(dtype).cpu()
shards, index = [{'model.embed_tokens.weight': normal(vocab, hidden), 'model.norm.weight': torch.ones(hidden, dtype=dtype)}], {}
for i in range(layers):
    p = f'model.layers.{i}.'
    if i % 7 == 0: shards.append({})
    shards[-1].update({p + 'self_attn.q_proj.weight': normal(heads * head, hidden), p + 'self_attn.k_proj.weight': normal(kv * head, hidden),
        p + 'self_attn.v_proj.weight': normal(kv * head, hidden), p + 'self_attn.o_proj.weight': normal(hidden, heads * head),
        p + 'mlp.gate_proj.weight': normal(mlp, hidden), p + 'mlp.up_proj.weight': normal(mlp, hidden), p + 'mlp.down_proj.weight': normal(hidden, mlp),
        p + 'input_layernorm.weight': torch.ones(hidden, dtype=dtype), p + 'post_attention_layernorm.weight': torch.ones(hidden, dtype=dtype)})
for n, s in enumerate(shards):
    name = f'model-{n + 1:05d}-of-{len(shards):05d}.safetensors'
    save_file(s, f'{out}/{name}', metadata={'format': 'pt'})
    index.update({k: name for k in s})
json.dump({'metadata': {}, 'weight_map': index}, open(f'{out}/model.safetensors.index.json', 'w'))
print('wrote', out, sum(v.numel() for s in shards for v in s.values()) / 1e6, 'million parameters')
