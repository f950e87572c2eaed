import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import type { DemonstrationTurn } from '../../../harness/core/episode.ts';
import { shippedSeed } from '../generate/difficulty.ts';
import { generateWorld } from '../generate/generate-world.ts';
import { writerExamples } from './writer-examples.ts';

const perStep = 400;

/** The prompt's lines by name, and what is written. */
function read([prompt, ...written]: readonly DemonstrationTurn[]): {
  readonly label: string;
  readonly answer: string | undefined;
  readonly document: string;
  readonly written: readonly DemonstrationTurn[];
} {
  const [label = '', ...lines] = (prompt?.text ?? '').split('\n');
  const answer = lines.find((line) => line.startsWith('Answer: '))?.slice('Answer: '.length);
  assert.equal(
    lines.some((line) => line.startsWith('Question: ')),
    answer !== undefined,
  );
  return { label, answer, document: written.map(({ text }) => text).join(''), written };
}

describe('writerExamples', function () {
  this.timeout(30_000);
  let examples: ReturnType<typeof read>[] = [];

  before(async () => {
    const shown = await writerExamples({ seed: 1, perStep, stepsPerWorld: 5 })(0);
    examples = shown.map(read);
  });

  it('weights the answer told where the document states it, and nothing else', () => {
    const answered = examples.filter(({ answer }) => answer !== undefined);
    // 85 % of 400; four standard deviations are 29.
    assert.ok(Math.abs(answered.length - 340) < 29, `${answered.length} of ${perStep} are told an answer`);
    for (const { answer, written } of answered) {
      assert.deepEqual(
        written.map(({ role, weight }) => [role, weight]),
        [
          ['policy', undefined],
          ['policy', 6],
          ['policy', undefined],
        ],
      );
      assert.equal(written[1]?.text, ` ${answer}`);
    }
    for (const { answer, written } of examples)
      if (answer === undefined) assert.deepEqual([written.length, written[0]?.weight], [1, undefined]);
  });

  it('draws the label whether or not the answer is told', () => {
    for (const told of [true, false]) {
      const labels = examples.filter(({ answer }) => (answer !== undefined) === told);
      const useful = labels.filter(({ label }) => label === 'Useful').length;
      assert.ok(labels.every(({ label }) => label === 'Useful' || label === 'Noisy'));
      const spread = 4 * Math.sqrt(labels.length / 4);
      assert.ok(Math.abs(useful - labels.length / 2) < spread, `${useful} of ${labels.length} are useful`);
    }
  });

  it('writes documents of another world than the shipped one', () => {
    const shipped = new Set(generateWorld(shippedSeed).chunks.map(({ text }) => text));
    assert.ok(examples.every(({ document }) => document.length > 0 && !shipped.has(document)));
  });
});
