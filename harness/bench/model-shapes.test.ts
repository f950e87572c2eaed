import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { bytesOf } from '../engine/embedded/folder/named-tensors.ts';
import { parameterShapes } from '../engine/embedded/folder/parameter-shapes.ts';
import type { ModelConfig } from '../engine/index.ts';
import { modelShapes } from './model-shapes.ts';

const parameterCount = (config: ModelConfig): number => bytesOf(parameterShapes(config)) / 4;

// Parameters that the safetensors of the published checkpoints hold, as their model pages on huggingface.co state.
describe('the shapes that speed is measured at', () => {
  it('have as many parameters as the published models', () => {
    assert.equal(parameterCount(modelShapes.reference), 5_245_184);
    assert.equal(parameterCount(modelShapes['llama-3.2-1b']), 1_235_814_400);
    assert.equal(parameterCount(modelShapes['llama-3.2-3b']), 3_212_749_824);
    assert.equal(parameterCount(modelShapes['qwen2.5-3b']), 3_085_938_688);
  });
});
