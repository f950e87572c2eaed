import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { simulatorCard } from './simulator-card.ts';

const measures = {
  usefulWithGold: { count: 20, n: 40 },
  goodWithGold: { count: 9, n: 10 },
  strayWithGold: { count: 20, n: 40 },
  noisyWithGold: { count: 0, n: 40 },
  valid: { count: 80, n: 80 },
  distinct: { count: 79, n: 80 },
  similarity: { mean: 0.5, low: 0.25, high: 0.75, n: 80 },
};
const making = {
  name: 'mine',
  width: 72,
  writer: null,
  searches: 'simulator-searches.jsonl',
  examples: 4168,
  assay: { parameters: 250_000, train: measures, dev: { ...measures, usefulWithGold: { count: 30, n: 40 } } },
};

describe('simulatorCard', () => {
  it('tells lessons, examples and what was measured on training and dev questions', () => {
    const card = simulatorCard(making);
    assert.match(card, /^# mine\n\n.* of width 72 with 250,000 parameters, float16\.\n/u);
    assert.match(
      card,
      /Three lessons: copying .* \(800 steps of 64\), .* \(700 of 32\), and fine-tuning \(400 of 32\)/u,
    );
    assert.ok(card.includes(' on 4,168 searches of the training questions, of `simulator-searches.jsonl`,'));
    const rows = card.split('\n').filter((line) => line.startsWith('| mine'));
    assert.deepEqual(
      rows.map((row) => row.split(' | ').slice(0, 3)),
      [
        ['| mine, training questions', '250,000', '50.0 % [35.2, 64.8] (n = 40)'],
        ['| mine, unseen questions', '250,000', '75.0 % [59.8, 85.8] (n = 40)'],
      ],
    );
  });

  it('names the writer it was tuned from', () => {
    const card = simulatorCard({ ...making, writer: 'writer-l' });
    assert.match(card, /\n`writer-l` after fine-tuning \(400 of 32\)/u);
    assert.ok(!card.includes('Three lessons'));
  });
});
