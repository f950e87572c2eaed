import assert from 'node:assert/strict';
import { type Bench, clause, close, params, policyOf, scorerOf } from './bench.ts';

/** Sampling: seeds, log-probabilities, stopping. */
export function samplingContract(bench: Bench): void {
  const [first, second] = bench.prompts;

  clause(
    bench,
    { title: 'samples the same tokens for the same seed, again and among other requests' },
    async () => {
      const policy = policyOf(bench);
      const alone = await policy.sample(first, params(bench, 7));
      const others = [1, 2, 3, 4].map((seed) => policy.sample(second, params(bench, seed)));
      const among = await policy.sample(first, params(bench, 7));
      await Promise.all(others);
      assert.deepEqual(among.tokens, alone.tokens);
      close(among.logprobs, alone.logprobs, bench.tolerance);
    },
  );

  clause(bench, { title: 'samples differently for different seeds' }, async () => {
    const samples = await Promise.all(
      Array.from({ length: 16 }, (_, seed) => policyOf(bench).sample(first, params(bench, seed))),
    );
    assert.ok(new Set(samples.map(({ tokens }) => tokens.join())).size > 1);
  });

  const drawn = [
    { title: 'greedily or at temperature 1', temperatures: [0, 1], needs: ['scorer'] },
    { title: 'at another temperature', temperatures: [0.7], needs: ['scorer', 'temperature'] },
  ] as const;
  for (const { title, temperatures, needs } of drawn)
    clause(
      bench,
      { title: `gives one log-probability per token, the one scoring gives, ${title}`, needs },
      async () => {
        for (const temperature of temperatures) {
          const { tokens, logprobs } = await policyOf(bench).sample(first, params(bench, 3, temperature));
          // Greedy samples carry the log-probabilities at temperature 1.
          const [scored] = await scorerOf(bench).logprobs([[...first, ...tokens]], {
            temperature: temperature || 1,
          });
          assert.equal(logprobs.length, tokens.length);
          close(logprobs, (scored ?? []).slice(first.length - 1), bench.tolerance);
        }
      },
    );

  clause(bench, { title: 'stops at the limit, or keeps the stop token as the last one' }, async () => {
    const policy = policyOf(bench);
    const { tokens } = await policy.sample(first, params(bench, 3));
    const [stop] = tokens;
    assert.ok(stop !== undefined);
    const stopped = await policy.sample(first, { ...params(bench, 3), stopTokens: [stop] });
    assert.deepEqual([stopped.tokens, stopped.stopReason], [[stop], 'stop']);
    const short = await policy.sample(first, { ...params(bench, 3), maxTokens: 1, stopTokens: [] });
    assert.deepEqual([short.tokens, short.stopReason], [[stop], 'length']);
  });
}
