import type { Graph, Value } from '../graph.ts';
import { type Dimension, onnxTypes } from '../onnx-model.ts';

/** Tokens summed together. */
const blockTokens = 64;

/** A token of each lane, int64 [lanes, 1], and its probability, [lanes, 1]. */
export interface DrawnTokens {
  readonly tokens: Value;
  readonly chosen: Value;
}

/**
 * Draws a token per lane by inversion, or takes the most probable: first the block of tokens that the draw falls into,
 * then the token in it, so that only blocks are summed up one after another. Not differentiable.
 * @param probabilities [lanes, vocabulary]
 * @param uniforms [lanes, 1], from 0 to 1; below 0 for the most probable token, the lowest of equals
 */
export function drawToken(graph: Graph, probabilities: Value, uniforms: Value): DrawnTokens {
  const blocks = inBlocks(graph, probabilities);
  const greedy = graph.node('Less', [uniforms, graph.scalar(0)], { shape: column, type: 'bool' });
  const sums = overBlocks(graph, 'ReduceSum', blocks);
  const upTo = sumsUpTo(graph, sums);
  // The last of the sums, which grow. Adding them up anew would round by the place of the lane in memory.
  const total = graph.node('ReduceMax', [upTo, graph.integers([1])], { shape: column });
  const target = graph.node('Mul', [total, uniforms], { shape: column });
  const block = findPlace(graph, sums, {
    upTo,
    target,
    greedy,
    peaks: overBlocks(graph, 'ReduceMax', blocks),
  });
  const members = graph.node('GatherND', [blocks, block.place], {
    shape: ['lanes', blockTokens],
    attributes: { batch_dims: 1 },
  });
  const member = findPlace(graph, members, {
    upTo: sumsUpTo(graph, members),
    target: block.rest,
    greedy,
    peaks: members,
  });
  const first = graph.node('Mul', [block.place, graph.integers([blockTokens])], {
    shape: column,
    type: 'int64',
  });
  return {
    tokens: graph.node('Add', [first, member.place], { shape: column, type: 'int64' }),
    chosen: pick(graph, members, member.place),
  };
}

const column: readonly Dimension[] = ['lanes', 1];

/** [lanes, blocks, block tokens], zeros after the last token. */
function inBlocks(graph: Graph, probabilities: Value): Value {
  const size = probabilities.shape[1] as number;
  const count = Math.ceil(size / blockTokens);
  const missing = count * blockTokens - size;
  const whole =
    missing === 0
      ? probabilities
      : graph.node('Pad', [probabilities, graph.integers([0, 0, 0, missing])], {
          shape: ['lanes', count * blockTokens],
        });
  const shape = ['lanes', count, blockTokens];
  return graph.node('Reshape', [whole, graph.integers([0, count, blockTokens])], { shape });
}

function overBlocks(graph: Graph, op: 'ReduceSum' | 'ReduceMax', blocks: Value): Value {
  return graph.node(op, [blocks, graph.integers([2])], {
    shape: blocks.shape.slice(0, 2),
    attributes: { keepdims: 0 },
  });
}

/** The sum of each row's elements up to each, [lanes, n], one after another. */
function sumsUpTo(graph: Graph, weights: Value): Value {
  const axis = graph.node('Squeeze', [graph.integers([1])], { shape: [], type: 'int64' });
  return graph.node('CumSum', [weights, axis], { shape: weights.shape });
}

/** What a place is sought by. */
interface Search {
  /** Of the weights. */
  readonly upTo: Value;
  readonly target: Value;
  readonly greedy: Value;
  readonly peaks: Value;
}

/** A place of each lane, and what of the target is left there, each [lanes, 1]. */
interface Place {
  readonly place: Value;
  readonly rest: Value;
}

/**
 * The first place up to which `weights` [lanes, n] sum to more than the target.
 * Where it is greedy, or rounding puts the target beyond the last place, the place of the highest of `peaks`.
 */
function findPlace(graph: Graph, weights: Value, { upTo, target, greedy, peaks }: Search): Place {
  const { shape } = weights;
  const passed = graph.node('Cast', [graph.node('LessOrEqual', [upTo, target], { shape, type: 'bool' })], {
    shape,
    attributes: { to: onnxTypes.float32 },
  });
  const count = graph.node('ReduceSum', [passed, graph.integers([1])], { shape: column });
  const beyond = graph.node('GreaterOrEqual', [count, graph.scalar(shape[1] as number)], {
    shape: column,
    type: 'bool',
  });
  const peak = graph.node('ArgMax', [peaks], { shape: column, type: 'int64', attributes: { axis: 1 } });
  const counted = graph.node('Cast', [count], {
    shape: column,
    type: 'int64',
    attributes: { to: onnxTypes.int64 },
  });
  const highest = graph.node('Or', [greedy, beyond], { shape: column, type: 'bool' });
  const place = graph.node('Where', [highest, peak, counted], { shape: column, type: 'int64' });
  const before = graph.node('Sub', [pick(graph, upTo, place), pick(graph, weights, place)], {
    shape: column,
  });
  return { place, rest: graph.node('Sub', [target, before], { shape: column }) };
}

/** The element of each row of `values` [lanes, n] at `places` [lanes, 1]. */
function pick(graph: Graph, values: Value, places: Value): Value {
  return graph.node('GatherElements', [values, places], { shape: column, attributes: { axis: 1 } });
}
