import assert from 'node:assert/strict';
import { adamOf, type Bench, clause, close, learnerOf, policyOf, score, scorerOf, teach } from './bench.ts';

const needs = ['scorer', 'learner'] as const;

/** The reference: the weights the policy was opened with, in whatever order things happen. */
export function referenceContract(bench: Bench): void {
  const [first] = bench.prompts;

  clause(
    bench,
    { title: 'scores with the policy itself as reference before it has learnt', needs: ['scorer'] },
    async () => {
      const reference = await policyOf(bench).reference();
      close(await score(reference, first), await score(scorerOf(bench), first), bench.tolerance);
    },
  );

  for (const asked of ['before', 'after'] as const)
    clause(
      bench,
      { title: `keeps the opened weights as reference, asked for ${asked} it learns and loads`, needs },
      async () => {
        const policy = learnerOf(bench);
        const start = await score(policy.scorer, first);
        const early = asked === 'before' ? await policy.reference() : null;
        await teach(policy, [first], adamOf(bench));
        const saved = await policy.learner.save(bench.folder, { optimiser: true });
        await policy.learner.load(saved);
        const reference = early ?? (await policy.reference());
        assert.deepEqual(await score(reference, first), start);
        assert.notDeepEqual(await score(policy.scorer, first), start);
        await teach(policy, [first], adamOf(bench));
        assert.deepEqual(await score(await policy.reference(), first), start);
      },
    );
}
