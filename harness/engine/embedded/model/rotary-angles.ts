import type { ModelConfig } from '../model-config.ts';
import type { Graph } from '../graph/graph.ts';
import type { RotaryAngles } from '../graph/ops/rotary.ts';
import { rotaryTables } from './rotary-tables.ts';

/** Declares the graph input `positions` (int64 [lanes, tokens]) and bakes in the angle tables for `maxTokens` positions. */
export function rotaryAngles(graph: Graph, config: ModelConfig, maxTokens: number): RotaryAngles {
  const tables = rotaryTables(config, maxTokens);
  const shape = [maxTokens, config.headSize / 2];
  return {
    positions: graph.input('positions', 'int64', ['lanes', 'tokens']),
    cosines: graph.constant(tables.cosines, shape),
    sines: graph.constant(tables.sines, shape),
    negatedSines: graph.constant(tables.negatedSines, shape),
  };
}
