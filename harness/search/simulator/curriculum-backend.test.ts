import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { DocumentLabel, SearchBackend } from '../search-backend.ts';
import { contractRequest } from '../testing/search-contract.ts';
import { curriculumBackend } from './curriculum-backend.ts';

async function labels(
  noisyProbability: number,
  searches: number,
): Promise<readonly (DocumentLabel | undefined)[]> {
  const seen: (DocumentLabel | undefined)[] = [];
  const inner: SearchBackend = {
    id: 'inner',
    async search({ label }) {
      seen.push(label);
      return { documents: [] };
    },
  };
  const backend = curriculumBackend(inner, { noisyProbability, id: 'test' });
  for (let searchIndex = 0; searchIndex < searches; searchIndex += 1)
    await backend.search(contractRequest('x', { searchIndex }));
  return seen;
}

describe('the curriculum of a search', () => {
  it('labels a search useful exactly when its draw exceeds the probability', async () => {
    const draws = Array.from({ length: 200 }, (_, searchIndex) =>
      contractRequest('x', { searchIndex }).random.fork('label').uniform(),
    );
    assert.deepEqual(
      await labels(0.3, 200),
      draws.map((draw) => (draw > 0.3 ? 'useful' : 'noisy')),
    );
    // A draw equal to the probability is noisy.
    assert.deepEqual(await labels(draws[0] ?? Number.NaN, 1), ['noisy']);
  });
  it('is noisy about as often as its probability, never at 0 and always at 1', async () => {
    const noisy = (await labels(0.25, 4000)).filter((label) => label === 'noisy').length;
    // Binomial(4000, 0.25): mean 1000, standard deviation 27.4; four of them either way.
    assert.ok(noisy > 890 && noisy < 1110, `${noisy} of 4000`);
    assert.ok((await labels(0, 500)).every((label) => label === 'useful'));
    assert.ok((await labels(1, 500)).every((label) => label === 'noisy'));
  });
  it('names itself without the step and refuses what is no probability', () => {
    const inner: SearchBackend = { id: 'inner', search: async () => ({ documents: [] }) };
    assert.equal(
      curriculumBackend(inner, { noisyProbability: 0.1, id: '0-0.75' }).id,
      'curriculum(inner,0-0.75)',
    );
    for (const noisyProbability of [-0.01, 1.01, Number.NaN])
      assert.throws(
        () => curriculumBackend(inner, { noisyProbability, id: 'c' }),
        /curriculum c is .* from 0 to 1/,
      );
  });
});
