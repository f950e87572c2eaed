import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { tinyConfig, tinyWeights } from '../testing/tiny-model.ts';
import type { ParameterState } from '../train/parameter-store.ts';
import { type NamedTensors, zeroTensors } from './named-tensors.ts';
import { criticShapes } from './parameter-shapes.ts';
import { readCriticState, readPolicyState, saveTrainingState } from './training-state.ts';

const weights = tinyWeights();
const mapped = (change: (value: number) => number): NamedTensors =>
  new Map([...weights.tensors].map(([name, { shape, data }]) => [name, { shape, data: data.map(change) }]));
const state: ParameterState = {
  weights,
  moments: { first: mapped((value) => value / 8), second: mapped((value) => value * value) },
  steps: 7,
};
const advice = /[:;] delete this step's folder to resume from the one before it$/;
const required = { optimiser: 'required' } as const;

describe('the training state of a folder', () => {
  let folder = '';
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'twinzero-training-')), 'step-000007');
  });
  afterEach(() => rm(join(folder, '..'), { recursive: true }));

  const save = (optimiser: boolean): Promise<void> =>
    saveTrainingState(folder, state, { dtype: 'float32', optimiser });

  it('comes back whole', async () => {
    await save(true);
    const read = await readPolicyState(folder, tinyConfig, required);
    assert.deepEqual(read, state);
  });

  it('is refused as a checkpoint without its optimiser, and starts a fresh one as a model', async () => {
    await save(true);
    await rm(join(folder, 'optimiser.bin'));
    await assert.rejects(readPolicyState(folder, tinyConfig, required), {
      kind: 'data',
      message: `${join(folder, 'optimiser.bin')} is missing, without which training cannot go on: delete this step's folder to resume from the one before it`,
    });
    assert.equal((await readPolicyState(folder, tinyConfig)).steps, 0);
  });

  it('never leaves the optimiser of other weights behind', async () => {
    await save(true);
    await save(false);
    assert.deepEqual((await readdir(folder)).sort(), ['config.json', 'model.safetensors']);
  });

  const breaks: Readonly<Record<string, (file: (name: string) => string) => Promise<void>>> = {
    'cut weights': (file) => truncate(file('model.safetensors'), 3000),
    'no weights': (file) => rm(file('model.safetensors')),
    'a folder for weights': async (file) => {
      await rm(file('model.safetensors'));
      await mkdir(file('model.safetensors'));
    },
    'no configuration': (file) => rm(file('config.json')),
    'half a configuration': (file) => truncate(file('config.json'), 20),
    'a cut optimiser': (file) => truncate(file('optimiser.bin'), 20),
    'a folder for an optimiser': async (file) => {
      await rm(file('optimiser.bin'));
      await mkdir(file('optimiser.bin'));
    },
    'a configuration of another kind': (file) => writeFile(file('config.json'), '{"vocab_size":3}'),
  };
  for (const [name, break_] of Object.entries(breaks))
    it(`says to delete the step's folder of a checkpoint with ${name}`, async () => {
      await save(true);
      await break_((file) => join(folder, file));
      await assert.rejects(readPolicyState(folder, tinyConfig, required), {
        name: 'TwinZeroError',
        message: advice,
      });
    });

  it('says to copy a model of the user again', async () => {
    await save(false);
    await truncate(join(folder, 'model.safetensors'), 3000);
    await assert.rejects(readPolicyState(folder, tinyConfig), {
      message: /is cut short \(3000 of \d+ bytes\): copy or download it again$/,
    });
  });

  it('is refused for a policy of other sizes or other arithmetic', async () => {
    await save(true);
    const others = {
      architecture: 'MistralForCausalLM',
      layers: 3,
      ropeTheta: 500,
      normEpsilon: 1e-6,
      vocabularySize: 49,
    };
    for (const [field, value] of Object.entries(others))
      await assert.rejects(readPolicyState(folder, { ...tinyConfig, [field]: value }), {
        kind: 'data',
        message: new RegExp(`holds another model \\(${field} .*, not ${value}\\): open an engine`),
      });
  });

  it('is refused for a policy with other rotary scaling', async () => {
    await save(true);
    const ropeScaling = {
      factor: 8,
      lowFrequencyFactor: 1,
      highFrequencyFactor: 4,
      originalPositions: 64,
    };
    await assert.rejects(readPolicyState(folder, { ...tinyConfig, ropeScaling }), {
      kind: 'data',
      message: /holds another model \(ropeScaling null, not \{"factor":8,.*\}\): open an engine/,
    });
  });

  it('is refused as a critic of another model or without its optimiser', async () => {
    const shapes = criticShapes(tinyConfig);
    const critic = { config: tinyConfig, tensors: zeroTensors(shapes) };
    await saveTrainingState(
      folder,
      { weights: critic, moments: null, steps: 2 },
      {
        dtype: 'float32',
        optimiser: true,
        configuration: { architectures: ['LlamaForTokenClassification'] },
      },
    );
    await assert.rejects(readCriticState(folder, { ...tinyConfig, ropeTheta: 500 }, shapes), {
      kind: 'data',
      message: `${folder} holds another model (ropeTheta 10000, not 500): delete this step's folder to resume from the one before it`,
    });
    assert.equal((await readCriticState(folder, tinyConfig, shapes)).steps, 2);
    await rm(join(folder, 'optimiser.bin'));
    await assert.rejects(readCriticState(folder, tinyConfig, shapes), { kind: 'data', message: advice });
  });
});
