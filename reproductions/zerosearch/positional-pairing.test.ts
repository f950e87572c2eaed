import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Question } from '../../harness/core/question.ts';
import { Random } from '../../harness/core/random.ts';
import { testQuestion } from '../../harness/core/testing/test-question.ts';
import type { SearchBackend } from '../../harness/search/search-backend.ts';
import { compactFormat } from '../../harness/search/simulator/compact-format.ts';
import { curriculumBackend } from '../../harness/search/simulator/curriculum-backend.ts';
import { simulatorBackend } from '../../harness/search/simulator/simulator-backend.ts';
import { recordingGenerator } from '../../harness/search/simulator/testing/recording-generator.ts';
import { contractRequest, searchContract } from '../../harness/search/testing/search-contract.ts';
import { mispairedBackend, publishedWrongShare } from './positional-pairing.ts';

const questions = Array.from({ length: 64 }, (_, i) => testQuestion({ id: `q${i}`, answers: [`gold ${i}`] }));
const [own = testQuestion()] = questions;

async function toldQuestions(
  searchIndex: number,
  wrongShare: number,
  others: readonly Question[] = questions,
): Promise<readonly string[]> {
  const told: string[] = [];
  const inner: SearchBackend = {
    id: 'inner',
    async search({ question }) {
      told.push(question.id);
      return { documents: [] };
    },
  };
  const backend = mispairedBackend(inner, { wrongShare, others });
  for (let i = 0; i < 2000; i += 1)
    await backend.search(
      contractRequest('x', { searchIndex, question: own, random: Random.seeded(3).fork('pairing test', i) }),
    );
  return told;
}

/** The published pairing on a batch: of the samples that search, the n-th gets the question of sample n. */
function wrongShareOfBatch(searching: number, random: Random): number {
  const [prompts, rollouts] = [64, 5];
  let [wrong, searches] = [0, 0];
  for (let sample = 0; sample < prompts * rollouts; sample += 1) {
    if (random.uniform() >= searching) continue;
    if (Math.floor(sample / rollouts) !== Math.floor(searches / rollouts)) wrong += 1;
    searches += 1;
  }
  return wrong / searches;
}

searchContract('a mispaired simulator', {
  make() {
    const generator = recordingGenerator();
    const simulator = simulatorBackend({ generator, format: compactFormat, kind: 'sft' });
    const labelled = curriculumBackend(simulator, { noisyProbability: 0.5, id: 'half' });
    return mispairedBackend(labelled, { wrongShare: 0.5, others: questions });
  },
  readsQuestion: true,
});

describe('positional pairing', () => {
  it('leaves the first search of an episode alone', async () => {
    assert.ok((await toldQuestions(0, 1)).every((id) => id === own.id));
  });
  it('puts about its share of later searches under another question, every one of the step', async () => {
    const told = await toldQuestions(1, publishedWrongShare);
    const wrong = told.filter((id) => id !== own.id);
    // Binomial(2000, 0.98): mean 1960, standard deviation 6.3; four of them either way.
    assert.ok(wrong.length > 1934 && wrong.length < 1986, `${wrong.length} of 2000`);
    assert.equal(new Set(wrong).size, 63);
    assert.ok((await toldQuestions(2, 1)).every((id) => id !== own.id));
    assert.ok((await toldQuestions(2, 0)).every((id) => id === own.id));
  });
  it('tells the simulator question and gold answer of the same other question', async () => {
    const generator = recordingGenerator();
    const simulator = simulatorBackend({ generator, format: compactFormat, kind: 'sft' });
    const other = testQuestion({ id: 'q9', question: 'Who flew?', answers: ['Orlan', 'the pilot'] });
    const backend = mispairedBackend(simulator, { wrongShare: 1, others: [own, other] });
    assert.equal(backend.id, `mispaired(${simulator.id},1)`);
    await backend.search(contractRequest('leak', { label: 'useful', searchIndex: 1, question: own }));
    assert.equal(generator.calls[0]?.prompt, 'Useful\nQuestion: Who flew?\nAnswer: Orlan\nQuery: leak');
  });
  it('has nobody to mistake a question for that is alone in its step', async () => {
    assert.ok((await toldQuestions(1, 1, [own])).every((id) => id === own.id));
  });
  it('refuses a share that is no probability', () => {
    const inner: SearchBackend = { id: 'inner', search: async () => ({ documents: [] }) };
    for (const wrongShare of [-0.1, 1.1, Number.NaN])
      assert.throws(() => mispairedBackend(inner, { wrongShare, others: questions }), /from 0 to 1/);
  });
  it('has the share that the published pairing comes to when half or fewer of a batch search', () => {
    const random = Random.seeded(5);
    const share = (searching: number): number => {
      const shares = Array.from({ length: 400 }, (_, i) =>
        wrongShareOfBatch(searching, random.fork(searching, i)),
      );
      return shares.reduce((sum, one) => sum + one, 0) / shares.length;
    };
    // 400 batches: the mean varies by about 0.02 where few are missing, by less than 0.001 where half are.
    assert.equal(share(1), 0);
    for (const [searching, expected, tolerance] of [
      [0.98, 0.55, 0.05],
      [0.9, 0.91, 0.02],
      [0.5, publishedWrongShare, 0.006],
      [0.3, publishedWrongShare, 0.006],
    ] as const)
      assert.ok(Math.abs(share(searching) - expected) < tolerance, `${searching}: ${share(searching)}`);
  });
});
