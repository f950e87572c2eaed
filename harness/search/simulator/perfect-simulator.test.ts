import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Random } from '../../core/random.ts';
import { testQuestion } from '../../core/testing/test-question.ts';
import { contractChunks, contractRequest } from '../testing/search-contract.ts';
import { perfectSimulator } from './perfect-simulator.ts';

const simulator = perfectSimulator(contractChunks);

describe('the perfect simulator', () => {
  it('returns the chunk with the answer alone where it is to be useful, whatever is asked and however often', async () => {
    for (const query of ['tank7', 'something else', ''])
      for (const searchIndex of [0, 1, 4]) {
        const found = await simulator.search(contractRequest(query, { label: 'useful', searchIndex }));
        // The question needs c3 on the way, too; the answer is in c7.
        assert.deepEqual(found, {
          documents: [{ id: 'c7', text: 'The crew checked tank7 beside valve2.', origin: 'chunk' }],
          noisy: false,
        });
      }
  });

  it('returns real chunks where it is to be noisy, another draw for another search, never one that is needed', async () => {
    const seen = new Set<string>();
    for (let i = 0; i < 300; i += 1) {
      const random = Random.seeded(i);
      const { documents, noisy } = await simulator.search(
        contractRequest('tank7', { label: 'noisy', random }),
      );
      assert.equal(noisy, true);
      assert.equal(documents.length, 3);
      for (const { id, text, origin } of documents) {
        assert.equal(text, contractChunks.find((chunk) => chunk.id === id)?.text);
        assert.equal(origin, 'distractor');
        seen.add(id);
      }
    }
    // 900 draws of 38 chunks: that one is missed has probability 1e-9.
    assert.equal(seen.size, 38);
    assert.ok(!seen.has('c3') && !seen.has('c7'));
  });

  it('refuses a search without a label, and a question whose chunk is not there', async () => {
    await assert.rejects(simulator.search(contractRequest('tank7')), { kind: 'configuration' });
    for (const goldChunkId of ['c99', null])
      await assert.rejects(
        simulator.search(
          contractRequest('x', { label: 'useful', question: testQuestion({ id: 'q5', goldChunkId }) }),
        ),
        { kind: 'search', message: /answers question q5 is not in this corpus/u },
      );
    assert.throws(() => perfectSimulator([]), { kind: 'configuration' });
  });
});
