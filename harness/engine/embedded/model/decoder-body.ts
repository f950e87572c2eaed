import { architectures } from '../folder/architectures.ts';
import type { ModelConfig } from '../folder/model-config.ts';
import type { Graph, Value } from '../graph/graph.ts';
import { add, reshape } from '../graph/ops/arithmetic.ts';
import { gatherRows } from '../graph/ops/gather-rows.ts';
import { transpose } from '../graph/ops/matrix-product.ts';
import { rmsNorm } from '../graph/ops/rms-norm.ts';
import { rotary, type RotaryAngles } from '../graph/ops/rotary.ts';
import { swiglu } from '../graph/ops/swiglu.ts';
import { type ParameterLookup, type Projection, projectionOf } from './projection.ts';

/** One layer's heads, rotary positions applied. */
export interface Heads {
  /** [lanes, key-value heads, queries per key-value head x tokens, head size] */
  readonly query: Value;
  /** [lanes, key-value heads, tokens, head size] */
  readonly key: Value;
  readonly value: Value;
}

/** Part in which training and decoding differ: where the keys come from. Returns a tensor of the query's shape. */
export type Attend = (heads: Heads, layer: number) => Value;

/**
 * The decoder from token ids to the final norm: Llama's (Touvron et al. 2023, section 2.2), with biases of queries,
 * keys and values and norms of their heads where the architecture has them.
 *
 * Grouped heads are folded into the query axis, so that one key-value head serves its queries by one product.
 * @param inputs `ids` int64 [lanes, tokens]
 * @returns [lanes, tokens, hidden]
 */
export function decoderBody(
  graph: Graph,
  config: ModelConfig,
  inputs: {
    readonly ids: Value;
    readonly angles: RotaryAngles;
    readonly parameter: ParameterLookup;
    readonly attend: Attend;
  },
): Value {
  const { parameter } = inputs;
  const norm: Norm = (value, name) =>
    rmsNorm(graph, value, { gain: parameter(name), epsilon: config.normEpsilon });
  const projection = projectionOf(graph, config, parameter);
  let x = gatherRows(graph, parameter('model.embed_tokens.weight'), inputs.ids);
  for (let layer = 0; layer < config.layers; layer += 1) {
    const name = (part: string): string => `model.layers.${layer}.${part}`;
    const project: Projection = (input, part) => projection(input, name(part));
    const attended = inputs.attend(
      projectHeads(graph, config, {
        ...inputs,
        x: norm(x, name('input_layernorm.weight')),
        norm,
        project,
        name,
      }),
      layer,
    );
    x = add(graph, x, project(joinHeads(graph, config, attended), 'self_attn.o_proj'));
    const normed = norm(x, name('post_attention_layernorm.weight'));
    const inner = swiglu(graph, project(normed, 'mlp.gate_proj'), project(normed, 'mlp.up_proj'));
    x = add(graph, x, project(inner, 'mlp.down_proj'));
  }
  return norm(x, 'model.norm.weight');
}

/** The RMS norm of a value by the gain of that name. */
type Norm = (value: Value, name: string) => Value;

function projectHeads(
  graph: Graph,
  config: ModelConfig,
  inputs: {
    readonly x: Value;
    readonly angles: RotaryAngles;
    readonly parameter: ParameterLookup;
    readonly norm: Norm;
    readonly project: Projection;
    readonly name: (part: string) => string;
  },
): Heads {
  const { headSize, keyValueHeads, heads } = config;
  const { projectionBias, headNorm } = architectures[config.architecture];
  const parameter = (part: string): Value => inputs.parameter(inputs.name(part));
  const split = (side: 'q' | 'k' | 'v', count: number): Value => {
    const product = inputs.project(inputs.x, `self_attn.${side}_proj`);
    const flat = projectionBias ? add(graph, product, parameter(`self_attn.${side}_proj.bias`)) : product;
    const apart = reshape(graph, flat, ['lanes', 'tokens', count, headSize]);
    const normed =
      headNorm && side !== 'v' ? inputs.norm(apart, inputs.name(`self_attn.${side}_norm.weight`)) : apart;
    return transpose(graph, normed, [0, 2, 1, 3]);
  };
  const query = rotary(graph, split('q', heads), inputs.angles);
  return {
    query:
      heads === keyValueHeads ? query : reshape(graph, query, ['lanes', keyValueHeads, 'queries', headSize]),
    key: rotary(graph, split('k', keyValueHeads), inputs.angles),
    value: split('v', keyValueHeads),
  };
}

function joinHeads(graph: Graph, config: ModelConfig, attended: Value): Value {
  const { heads, headSize, keyValueHeads } = config;
  const unfolded =
    heads === keyValueHeads ? attended : reshape(graph, attended, ['lanes', heads, 'tokens', headSize]);
  return reshape(graph, transpose(graph, unfolded, [0, 2, 1, 3]), ['lanes', 'tokens', heads * headSize]);
}
