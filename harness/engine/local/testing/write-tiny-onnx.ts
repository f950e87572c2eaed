import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bakedParameters } from '../../embedded/decode/host-sampler.ts';
import type { ModelConfig } from '../../embedded/folder/model-config.ts';
import { saveFolder } from '../../embedded/folder/save-folder.ts';
import type { Weights } from '../../embedded/folder/weights.ts';
import { Graph, type Value } from '../../embedded/graph/graph.ts';
import { attention } from '../../embedded/graph/ops/attention.ts';
import { matrixProduct } from '../../embedded/graph/ops/matrix-product.ts';
import { decoderBody } from '../../embedded/model/decoder-body.ts';
import { rotaryTables } from '../../embedded/model/rotary.ts';
import { headWeight } from '../../embedded/model/scoring-graph.ts';
import { tokenizerFiles } from './tiny-chat-model.ts';

/**
 * Writes a Hugging Face folder with a tokenizer, and beside its weights their export to `onnx/model.onnx` with the
 * inputs and outputs that transformers.js feeds and reads.
 * @param exported default: the same weights
 */
export async function writeTinyOnnx(folder: string, weights: Weights, exported = weights): Promise<void> {
  await saveFolder(folder, { weights, dtype: 'float32' });
  for (const [name, content] of Object.entries(tokenizerFiles()))
    await writeFile(join(folder, name), JSON.stringify(content));
  await mkdir(join(folder, 'onnx'), { recursive: true });
  await writeFile(join(folder, 'onnx', 'model.onnx'), exportedGraph(exported));
}

function exportedGraph(weights: Weights): Uint8Array {
  const { config } = weights;
  const graph = new Graph();
  const parameter = bakedParameters(weights)(graph);
  const positions = graph.input('position_ids', 'int64', ['lanes', 'tokens']);
  const mask = causalMask(graph, config, positions);
  const tables = rotaryTables(config, config.maxPositions);
  const table = (values: Float32Array): Value =>
    graph.constant(values, [config.maxPositions, config.headSize / 2]);
  const hidden = decoderBody(graph, config, {
    ids: graph.input('input_ids', 'int64', ['lanes', 'tokens']),
    angles: {
      positions,
      cosines: table(tables.cosines),
      sines: table(tables.sines),
      negatedSines: table(tables.negatedSines),
    },
    parameter,
    attend: ({ query, key, value }, layer) => {
      const all = (side: string, fresh: Value): Value => {
        const [lanes = 1, heads = 1, , size = 1] = fresh.shape;
        const past = graph.input(`past_key_values.${layer}.${side}`, 'float32', [lanes, heads, 'past', size]);
        const joined = graph.node('Concat', [past, fresh], {
          shape: [lanes, heads, 'all', size],
          attributes: { axis: 2 },
        });
        graph.output(`present.${layer}.${side}`, joined);
        return joined;
      };
      return attention(graph, query, { key: all('key', key), value: all('value', value), mask });
    },
  });
  const shape = ['lanes', 'tokens', config.vocabularySize];
  graph.output(
    'logits',
    matrixProduct(graph, hidden, parameter(headWeight(config)), { transB: true, shape }),
  );
  return graph.encode();
}

/** 0 where a key stands at the query's place or before it, else a large negative number; [1, 1, queries, all]. */
function causalMask(graph: Graph, config: ModelConfig, positions: Value): Value {
  const kept = graph.input('attention_mask', 'int64', ['lanes', 'all']);
  const counted = graph.node('CumSum', [kept, graph.integers([1])], { shape: kept.shape, type: 'int64' });
  const float = (value: Value): Value =>
    graph.node('Cast', [value], { shape: value.shape, attributes: { to: 1 } });
  const keys = graph.node('Sub', [float(counted), graph.scalar(1)], { shape: kept.shape });
  const queries = graph.node('Unsqueeze', [float(positions), graph.integers([2])], {
    shape: ['lanes', 'tokens', 1],
  });
  const ahead = graph.node(
    'Min',
    [graph.node('Sub', [queries, keys], { shape: ['lanes', 'tokens', 'all'] }), graph.scalar(0)],
    { shape: ['lanes', 'tokens', 'all'] },
  );
  const hidden = graph.node('Mul', [ahead, graph.scalar(1e9)], { shape: ahead.shape });
  const one = graph.node('Unsqueeze', [hidden, graph.integers([1])], {
    shape: ['lanes', 1, 'tokens', 'all'],
  });
  // The queries of one key-value head stand one after the other.
  const folded = Array.from({ length: config.heads / config.keyValueHeads }, () => one);
  return graph.node('Concat', folded, { shape: ['lanes', 1, 'queries', 'all'], attributes: { axis: 2 } });
}
