import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Datum } from '../engine/engine.ts';
import { compactFormat } from '../search/simulator/compact-format.ts';
import { TableEngine } from '../train/testing/table-engine.ts';
import { tinyWorldCodec } from '../train/testing/tiny-policy.ts';
import { tinyDataset } from '../train/testing/tiny-world.ts';
import { type SimulatorExample, tuneSimulator } from './tune-simulator.ts';

const { train, chunks } = tinyDataset();
const examples = train.map(({ question, answers }, i): SimulatorExample => ({
  request: {
    query: question,
    question,
    gold: answers[0],
    label: i % 2 === 0 ? 'useful' : 'noisy',
    documents: 1,
  },
  documents: [chunks[i]?.text ?? ''],
}));
const documents = examples.map((example) => tinyWorldCodec.encode(example.documents[0] ?? ''));

/** What an engine with so many contexts is shown in four steps of three examples. */
async function shown(seed: number, contexts: number): Promise<Datum[]> {
  const { vocabularySize } = tinyWorldCodec;
  const engine = new TableEngine(vocabularySize, {
    count: contexts,
    of: (prefix) => (prefix.at(-1) ?? 0) % contexts,
  });
  const data: Datum[] = [];
  const teach = engine.learner.forwardBackward.bind(engine.learner);
  engine.learner.forwardBackward = (batch, loss) => {
    data.push(...batch);
    return teach(batch, loss);
  };
  await tuneSimulator(examples, {
    learner: engine.learner,
    codec: tinyWorldCodec,
    format: compactFormat,
    seed,
    steps: 4,
    perStep: 3,
    learningRate: { kind: 'constant', peak: 0.1, warmupRatio: 0 },
    adam: { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0 },
  });
  return data;
}

/** Which example each sequence ends with. */
function orderOf(data: readonly Datum[]): number[] {
  return data.map(({ tokens }) =>
    documents.findIndex(
      (document) => tokens.slice(-document.length - 1, -1).join(' ') === document.join(' '),
    ),
  );
}

describe('tuneSimulator', () => {
  it('puts the loss on the document and its stop token alone, sixfold on a useful answer', async () => {
    const data = await shown(1, 4);
    const order = orderOf(data);
    for (const [i, { tokens, weights }] of data.entries()) {
      // `alpha is red` and the stop token: four tokens, behind the prompt; `red` is the answer.
      const useful = (order[i] ?? 0) % 2 === 0;
      assert.deepEqual(weights.slice(-4), [1, 1, useful ? 6 : 1, 1]);
      assert.ok(weights.slice(0, -4).every((weight) => weight === 0));
      assert.equal(weights.length, tokens.length - 1);
      assert.equal(tokens.at(-1), tinyWorldCodec.stopToken);
    }
  });

  it('shows every example once a pass, in the same order whatever the size of the model', async () => {
    const small = await shown(1, 2);
    assert.deepEqual(await shown(1, tinyWorldCodec.vocabularySize), small);
    const order = orderOf(small);
    assert.equal(order.length, 12);
    for (const pass of [order.slice(0, 4), order.slice(4, 8), order.slice(8)])
      assert.deepEqual(
        pass.toSorted((x, y) => x - y),
        [0, 1, 2, 3],
      );
    assert.notDeepEqual(orderOf(await shown(2, 2)), order);
  });
});
