import assert from 'node:assert/strict';
import type { Datum, Scorer } from '../../engine.ts';
import { requireTrainable } from '../../requirements.ts';
import { adamOf, type Bench, clause, close, learnerOf, openAnother, plain, score, teach } from './bench.ts';

const needs = ['scorer', 'learner'] as const;
const settings = { reduction: 'sequence-mean', temperature: 1 } as const;

/** Policy losses: the direction of an update, KL and clipping. */
export function policyLossContract(bench: Bench): void {
  const [first] = bench.prompts;

  clause(
    bench,
    { title: 'raises what has a positive advantage and lowers what has a negative one', needs },
    async () => {
      for (const advantage of [1, -1]) {
        const { learner, scorer } = requireTrainable(await openAnother(bench));
        const before = await total(scorer, first);
        const datum = await onPolicy(scorer, first, advantage);
        const { loss } = await learner.forwardBackward([datum], {
          kind: 'importance_sampling',
          klCoefficient: 0,
          ...settings,
        });
        close([loss], [-advantage], 1e-3);
        await learner.optimStep({ ...adamOf(bench), weightDecay: 0 });
        assert.ok(((await total(scorer, first)) - before) * advantage > 0);
      }
    },
  );

  clause(
    bench,
    { title: 'measures no KL and no clipping on the policy that sampled, and some after it moved', needs },
    async () => {
      const { learner, scorer } = learnerOf(bench);
      const datum = await onPolicy(scorer, first, 1);
      const referenced = { ...datum, referenceLogprobs: datum.oldLogprobs ?? [] };
      const loss = { kind: 'ppo', clipLow: 1e-3, clipHigh: 1e-3, klCoefficient: 0.04, ...settings } as const;
      const still = await learner.forwardBackward([referenced], loss);
      close([still.kl ?? 1, still.clipFraction ?? 1], [0, 0], bench.tolerance);
      assert.ok((still.entropy ?? 0) > 0);
      for (let i = 0; i < 3; i += 1) await teach({ learner, scorer }, [first], adamOf(bench));
      const moved = await learner.forwardBackward([referenced], loss);
      assert.ok((moved.kl ?? 0) > 0);
      assert.ok((moved.clipFraction ?? 0) > 0);
    },
  );

  correctedKlContract(bench);
}

function correctedKlContract(bench: Bench): void {
  const [first] = bench.prompts;
  clause(
    bench,
    { title: 'multiplies the KL by the importance ratio where the loss says so', needs },
    async () => {
      const { learner, profile, scorer } = learnerOf(bench);
      const now = await score(scorer, first);
      const datum = {
        ...plain(first),
        advantages: now.map(() => 0),
        oldLogprobs: now.map((logprob) => logprob - 0.5),
        referenceLogprobs: now.map((logprob) => logprob + 0.3),
      };
      const k3 = Math.exp(0.3) - 0.3 - 1;
      const ratios = { none: 1, 'importance-ratio': Math.exp(0.5) };
      for (const klCorrection of profile.klCorrections) {
        const loss = { kind: 'importance_sampling', klCoefficient: 2, klCorrection, ...settings } as const;
        const found = await learner.forwardBackward([datum], loss);
        const kl = ratios[klCorrection] * k3;
        close([found.kl ?? NaN, found.loss], [kl, 2 * kl], bench.tolerance);
      }
    },
  );
}

async function onPolicy(scorer: Scorer, tokens: readonly number[], advantage: number): Promise<Datum> {
  return {
    ...plain(tokens),
    advantages: tokens.slice(1).map(() => advantage),
    oldLogprobs: await score(scorer, tokens),
  };
}

async function total(scorer: Scorer, tokens: readonly number[]): Promise<number> {
  return (await score(scorer, tokens)).reduce((sum, value) => sum + value, 0);
}
