import assert from 'node:assert/strict';
import { type Bench, clause, close, params, policyOf } from './bench.ts';

/** Sampling parameters that an engine may refuse, but not ignore. */
export function honouringContract(bench: Bench): void {
  topLogprobsContract(bench);
  allowedContract(bench);
  const [first] = bench.prompts;
  const asked = { topLogprobs: { topLogprobs: 2 }, allowed: { allowed: [1] } } as const;
  for (const parameter of ['topLogprobs', 'allowed'] as const)
    clause(
      bench,
      { title: `says truly whether it honours ${parameter}, and refuses it where not` },
      async () => {
        const policy = policyOf(bench);
        assert.equal(policy.profile.honours[parameter], bench.lacks?.[parameter] === undefined);
        const sampling = policy.sample(first, { ...params(bench, 1), ...asked[parameter] });
        if (policy.profile.honours[parameter]) await sampling;
        else await assert.rejects(sampling, { kind: 'configuration', message: new RegExp(parameter) });
      },
    );
}

function topLogprobsContract(bench: Bench): void {
  const [first] = bench.prompts;

  clause(
    bench,
    { title: 'reports the most likely tokens, most likely first', needs: ['topLogprobs'] },
    async () => {
      const plain = await policyOf(bench).sample(first, params(bench, 3));
      const { topLogprobs, ...rest } = await policyOf(bench).sample(first, {
        ...params(bench, 3),
        topLogprobs: 3,
      });
      assert.deepEqual(rest, plain);
      assert.equal(topLogprobs?.length, plain.tokens.length);
      const greedy = await policyOf(bench).sample(first, params(bench, 3, 0));
      assert.equal(topLogprobs[0]?.[0]?.token, greedy.tokens[0]);
      for (const [place, top] of topLogprobs.entries()) {
        const values = top.map(({ logprob }) => logprob);
        assert.equal(new Set(top.map(({ token }) => token)).size, 3);
        assert.deepEqual(
          values,
          values.toSorted((a, b) => b - a),
        );
        const own = plain.logprobs[place] ?? NaN;
        const same = top.find(({ token }) => token === plain.tokens[place]);
        if (same === undefined) assert.ok(own <= (values.at(-1) ?? NaN));
        else close([same.logprob], [own], bench.tolerance);
      }
    },
  );
}

function allowedContract(bench: Bench): void {
  const [first] = bench.prompts;

  clause(
    bench,
    { title: 'samples none but allowed tokens, with their own log-probability', needs: ['allowed'] },
    async () => {
      const policy = policyOf(bench);
      const [greedy] = (await policy.sample(first, params(bench, 3, 0))).tokens;
      const allowed = [1, 2, 3, 4].filter((token) => token !== greedy).slice(0, 2);
      const seen = new Set<number>();
      for (let seed = 0; seed < 24; seed += 1) {
        const request = { ...params(bench, seed, seed === 0 ? 0 : 1), maxTokens: 2, stopTokens: [], allowed };
        const { tokens, logprobs } = await policy.sample(first, request);
        for (const token of tokens) seen.add(token);
        if (policy.scorer === null) continue;
        const [scored] = await policy.scorer.logprobs([[...first, ...tokens]], { temperature: 1 });
        close(logprobs, (scored ?? []).slice(first.length - 1), bench.tolerance);
      }
      assert.deepEqual(
        [...seen].toSorted((a, b) => a - b),
        allowed,
      );
      await assert.rejects(policy.sample(first, { ...params(bench, 1), allowed: [] }), {
        kind: 'configuration',
      });
    },
  );
}
