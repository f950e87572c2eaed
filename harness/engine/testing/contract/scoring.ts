import assert from 'node:assert/strict';
import { type Bench, clause, close, policyOf, score, scorerOf } from './bench.ts';

/** Scoring: one log-probability a token, whatever stands beside it. */
export function scoringContract(bench: Bench): void {
  const [first, second] = bench.prompts;

  clause(bench, { title: 'has a scorer unless it says why not' }, async () => {
    assert.equal(policyOf(bench).scorer === null, bench.lacks?.scorer !== undefined);
    if (policyOf(bench).scorer === null)
      await assert.rejects(policyOf(bench).reference(), { kind: 'configuration' });
  });

  clause(
    bench,
    { title: 'scores n - 1 tokens of each sequence, whatever is scored beside it', needs: ['scorer'] },
    async () => {
      const sequences = [first, [...second, ...first], second];
      const together = await scorerOf(bench).logprobs(sequences, { temperature: 1 });
      assert.deepEqual(
        together.map(({ length }) => length),
        sequences.map(({ length }) => length - 1),
      );
      for (const [i, sequence] of sequences.entries()) {
        const alone = await score(scorerOf(bench), sequence);
        close(together[i] ?? [], alone, bench.tolerance);
        assert.ok(alone.every((value) => value <= 0));
      }
    },
  );

  clause(
    bench,
    { title: 'scores at the temperature it is asked for', needs: ['scorer', 'temperature'] },
    async () => {
      const oddsAt = async (temperature: number): Promise<number> => {
        const pair = [1, 2].map((token) => [...first, token]);
        const [one = [], two = []] = await scorerOf(bench).logprobs(pair, { temperature });
        return (one.at(-1) ?? NaN) - (two.at(-1) ?? NaN);
      };
      const odds = await oddsAt(1);
      close([await oddsAt(0.5), await oddsAt(4)], [2 * odds, odds / 4], 4 * bench.tolerance);
    },
  );
}
