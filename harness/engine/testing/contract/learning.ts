import assert from 'node:assert/strict';
import { requireTrainable } from '../../requirements.ts';
import {
  adamOf,
  type Bench,
  clause,
  close,
  learnerOf,
  openAnother,
  params,
  plain,
  policyOf,
  score,
  scorerOf,
  teach,
  tokenMean,
} from './bench.ts';

const needs = ['scorer', 'learner'] as const;

/** Supervised learning: losses, accumulated gradients, publishing. */
export function learningContract(bench: Bench): void {
  const [first, second] = bench.prompts;

  clause(bench, { title: 'has a learner unless it says why not' }, async () => {
    assert.equal(policyOf(bench).learner === null, bench.lacks?.learner !== undefined);
  });

  clause(bench, { title: 'lowers a cross-entropy loss and counts its steps', needs }, async () => {
    const { learner } = learnerOf(bench);
    const losses: number[] = [];
    for (let step = 1; step <= 5; step += 1) {
      const { loss } = await learner.forwardBackward([first, second].map(plain), tokenMean);
      assert.equal((await learner.optimStep(adamOf(bench))).step, step);
      losses.push(loss);
    }
    assert.ok((losses.at(-1) ?? 0) < (losses[0] ?? 0), losses.join(' '));
  });

  clause(
    bench,
    { title: 'reports the negative log-probability as the cross-entropy loss', needs },
    async () => {
      const scored = await score(scorerOf(bench), first);
      const { loss, logprobs } = await learnerOf(bench).learner.forwardBackward([plain(first)], tokenMean);
      const sum = scored.reduce((partial, value) => partial + value, 0);
      close([loss], [-sum / (first.length - 1)], bench.tolerance);
      close(logprobs[0] ?? [], scored, bench.tolerance);
    },
  );

  clause(
    bench,
    { title: 'adds up the gradients of several calls until the optimiser steps', needs },
    async () => {
      const loss = { kind: 'cross_entropy', reduction: 'token-sum' } as const;
      const { learner, scorer } = learnerOf(bench);
      await learner.forwardBackward([plain(first)], loss);
      await learner.forwardBackward([plain(second)], loss);
      const apart = await learner.optimStep(adamOf(bench));
      const other = requireTrainable(await openAnother(bench));
      await other.learner.forwardBackward([plain(first), plain(second)], loss);
      const together = await other.learner.optimStep(adamOf(bench));
      close([apart.gradNorm / together.gradNorm], [1], 1e-4);
      close(await score(scorer, first), await score(other.scorer, first), 1e-3);
    },
  );

  clause(bench, { title: 'samples with the newest weights once they are published', needs }, async () => {
    const policy = learnerOf(bench);
    await teach(policy, [first], adamOf(bench));
    await policy.learner.publish();
    const { tokens, logprobs } = await policy.sample(first, params(bench, 5));
    const scored = await score(policy.scorer, [...first, ...tokens]);
    close(logprobs, scored.slice(first.length - 1), bench.tolerance);
  });
}
