import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Random } from '../../harness/core/random.ts';
import { openSearch } from '../../harness/search/index.ts';
import { curriculumBackend } from '../../harness/search/simulator/curriculum-backend.ts';
import { perfectSimulator } from '../../harness/search/simulator/perfect-simulator.ts';
import {
  contractChunks,
  contractRequest,
  searchContract,
} from '../../harness/search/testing/search-contract.ts';
import { lexicalParts } from '../../harness/search/testing/search-parts.ts';
import { degraded, degradedBackend, degradedKind } from './degraded-search.ts';

const perfect = perfectSimulator(contractChunks);

searchContract('a degraded simulator under a curriculum', {
  make: () => curriculumBackend(degradedBackend(perfect, 0.5), { noisyProbability: 0.5, id: 'half' }),
  readsQuestion: true,
});

const draws = Array.from({ length: 400 }, (_, i) => i);

/** Places of the searches that return the chunk with the answer, c7. */
async function helpful(quality: number, label: 'useful' | 'noisy' = 'useful'): Promise<number[]> {
  const backend = degradedBackend(perfect, quality);
  const found: number[] = [];
  for (const i of draws) {
    const { documents } = await backend.search(contractRequest('tank7', { label, random: Random.seeded(i) }));
    if (documents.some(({ id }) => id === 'c7')) found.push(i);
  }
  return found;
}

describe('a degraded simulator', () => {
  it('returns the answer in the share of useful searches that it is of, and never in a noisy one', async () => {
    const shares = await Promise.all([0, 0.25, 0.5, 0.75, 1].map((quality) => helpful(quality)));
    assert.deepEqual([shares[0], shares[4]], [[], draws]);
    // 400 draws: three standard errors of a share of one half are 7.5 points.
    for (const [i, quality] of [0.25, 0.5, 0.75].entries())
      assert.ok(Math.abs((shares[i + 1]?.length ?? 0) / 400 - quality) < 0.075, String(quality));
    // A search that is spoiled at one quality is spoiled at every lower one.
    for (const [i, share] of shares.entries())
      assert.ok(share.every((place) => i === 4 || shares[i + 1]?.includes(place)));
    assert.deepEqual(await helpful(1, 'noisy'), []);
  });

  it('is the simulator itself at its best, and is told what that one does in a noisy search at its worst', async () => {
    for (const i of draws.slice(0, 20)) {
      const request = contractRequest('x', { label: 'useful', random: Random.seeded(i) });
      const noisy = { ...request, label: 'noisy' } as const;
      assert.deepEqual(await degradedBackend(perfect, 1).search(request), await perfect.search(request));
      const { documents, noisy: isNoisy } = await degradedBackend(perfect, 0).search(request);
      assert.deepEqual([documents, isNoisy], [(await perfect.search(noisy)).documents, false]);
      assert.deepEqual(await degradedBackend(perfect, 0).search(noisy), await perfect.search(noisy));
    }
  });

  it('is opened around a simulator with a quality from 0 to 1, and says which', async () => {
    const search = await openSearch(
      { kind: degradedKind, settings: { quality: 0.25 }, of: { kind: 'perfect-simulator' } },
      { ...lexicalParts, searches: { [degradedKind]: degraded } },
    );
    assert.equal(search.id, 'degraded(perfect-simulator,0.25)');
    await search.close();
    const open = (quality: number | string, inner: typeof perfect | null) => (): unknown =>
      degraded(inner, { quality }, { questions: [] });
    assert.throws(open(1.5, perfect), {
      kind: 'configuration',
      message: /^dose-simulator\/degraded: bad "quality"/u,
    });
    assert.throws(open('half', perfect), { kind: 'configuration' });
    assert.throws(open(0.5, null), { kind: 'configuration', message: /name it under "of"/u });
  });
});
