import assert from 'node:assert/strict';
import { requireTrainable } from '../../requirements.ts';
import {
  adamOf,
  type Bench,
  clause,
  learnerOf,
  openAnother,
  params,
  plain,
  teach,
  tokenMean,
} from './bench.ts';

const needs = ['scorer', 'learner'] as const;
const logprobs = { temperature: 1 };

/** Saving and loading: training goes on as if it had never stopped. */
export function savingContract(bench: Bench): void {
  const { prompts } = bench;

  clause(bench, { title: 'continues from what it saved exactly as without the save', needs }, async () => {
    const policy = learnerOf(bench);
    const adam = adamOf(bench);
    await teach(policy, prompts, adam);
    await teach(policy, prompts, adam);
    const saved = await policy.learner.save(bench.folder, { optimiser: true, dtype: 'float32' });
    const other = requireTrainable(await openAnother(bench));
    await other.learner.load(saved);
    for (let i = 0; i < 2; i += 1)
      assert.equal(await teach(other, prompts, adam), await teach(policy, prompts, adam));
    await Promise.all([policy.learner.publish(), other.learner.publish()]);
    assert.deepEqual(
      await other.scorer.logprobs(prompts, logprobs),
      await policy.scorer.logprobs(prompts, logprobs),
    );
    assert.deepEqual(
      await other.sample(prompts[0], params(bench, 11)),
      await policy.sample(prompts[0], params(bench, 11)),
    );
  });

  clause(
    bench,
    { title: 'forgets gradients and optimiser when it loads weights saved without them', needs },
    async () => {
      const { learner, scorer } = learnerOf(bench);
      const saved = await learner.save(bench.folder, { dtype: 'float32' });
      await teach({ learner, scorer }, prompts, adamOf(bench));
      await learner.forwardBackward([plain(prompts[0])], tokenMean);
      await learner.load(saved);
      const fresh = requireTrainable(await openAnother(bench));
      await teach({ learner, scorer }, prompts, adamOf(bench));
      await teach(fresh, prompts, adamOf(bench));
      assert.deepEqual(
        await scorer.logprobs(prompts, logprobs),
        await fresh.scorer.logprobs(prompts, logprobs),
      );
    },
  );

  freshOptimiserContract(bench);

  clause(bench, { title: 'refuses weights of a kind that it does not save', needs }, async () => {
    const { learner } = learnerOf(bench);
    const saved = await learner.save(bench.folder);
    const other =
      saved.kind === 'folder'
        ? ({ kind: 'named', name: 'elsewhere' } as const)
        : ({ kind: 'folder', folder: bench.folder } as const);
    await assert.rejects(learner.load(other), { name: 'TwinZeroError', kind: 'configuration' });
  });
}

function freshOptimiserContract(bench: Bench): void {
  const { prompts } = bench;
  clause(bench, { title: 'leaves an optimiser alone where a fresh one is wanted', needs }, async () => {
    const policy = learnerOf(bench);
    await teach(policy, prompts, adamOf(bench));
    const one = requireTrainable(await openAnother(bench));
    await one.learner.load(await policy.learner.save(bench.folder, { dtype: 'float32' }));
    const other = requireTrainable(await openAnother(bench));
    await other.learner.load(await policy.learner.save(bench.folder, { optimiser: true }), {
      optimiser: 'fresh',
    });
    for (let i = 0; i < 2; i += 1)
      assert.equal(await teach(other, prompts, adamOf(bench)), await teach(one, prompts, adamOf(bench)));
  });
}
