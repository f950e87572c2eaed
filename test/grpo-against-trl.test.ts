import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { drGrpo } from '../harness/algorithm/dr-grpo.ts';
import { grpo } from '../harness/algorithm/grpo.ts';
import { rewardedGroup } from '../harness/algorithm/testing/rewarded-group.ts';
import { packageRoot } from '../harness/core/package-root.ts';
import { saveFolder } from '../harness/engine/embedded/folder/save-folder.ts';
import { loadWeights, type Weights } from '../harness/engine/embedded/folder/weights.ts';
import { largestGap } from '../harness/engine/embedded/testing/largest-gap.ts';
import { embeddedPolicy, type EmbeddedPolicy } from '../harness/engine/embedded/worker/embedded-policy.ts';
import { openEngineInThread } from '../harness/engine/embedded/worker/engine-in-thread.ts';
import type { Datum, LossOutput } from '../harness/engine/engine.ts';
import type { Loss, LossReduction } from '../harness/engine/loss.ts';
import { temporaryFolders } from '../harness/train/testing/temporary-folder.ts';
import { readTrlGolden, type TrlGolden } from './testing/trl-golden.ts';

const { folder: name, settings, episodes, runs } = readTrlGolden();
const { temperature, clip, klCoefficient } = settings;
/** Hugging Face's Trainer, TRL's base, leaves norm gains and biases out of weight decay. */
const adam = { ...settings.adam, decayed: 'matrices' } as const;
const reference = join(packageRoot(), 'test', 'fixtures', 'architectures', name);
const sequences = episodes.map(({ prompt, completion }) => [...prompt, ...completion]);
type Run = TrlGolden['runs'][number];

/** Dr. GRPO divides by a constant of the run, which stands in the weights here. */
const reductions: Readonly<Record<Run['lossType'], readonly [LossReduction, number]>> = {
  grpo: ['sequence-mean', 1],
  bnpo: ['token-mean', 1],
  dapo: ['token-mean', 1],
  dr_grpo: ['token-sum', 1 / (episodes.length * settings.maxCompletionTokens)],
};

function lossOf({ lossType, biasCorrectionKl }: Run): Loss {
  return {
    kind: 'ppo',
    clipLow: clip,
    clipHigh: clip,
    reduction: reductions[lossType][0],
    temperature,
    klCoefficient,
    ...(biasCorrectionKl && { klCorrection: 'importance-ratio' }),
  };
}

/** The last numbers of each row, one for each token of the completion. */
function ofCompletions(rows: readonly (readonly number[])[]): number[] {
  return rows.flatMap((row, i) => row.slice(-(episodes[i]?.completion.length ?? 0)));
}

/** The episodes as training data, scored by the engine itself. */
async function trainingData(run: Run, policy: EmbeddedPolicy, anchor: EmbeddedPolicy): Promise<Datum[]> {
  const old = await policy.scorer.logprobs(sequences, { temperature });
  const anchored = await anchor.scorer.logprobs(sequences, { temperature });
  return episodes.map(({ prompt, completion }, i) => {
    const weight = reductions[run.lossType][1];
    const row = (value: number): number[] => [
      ...prompt.slice(1).map(() => 0),
      ...completion.map(() => value),
    ];
    return {
      tokens: sequences[i] ?? [],
      weights: row(weight),
      advantages: row(run.advantages[i] ?? NaN),
      oldLogprobs: old[i] ?? [],
      referenceLogprobs: anchored[i] ?? [],
    };
  });
}

/** Fails unless each tensor moved as in PyTorch, within a thousandth of its move. */
function assertMoved([start, end]: readonly [Weights, Weights], expected: Run['movedAfter1']): void {
  assert.deepEqual([...end.tensors.keys()].sort(), Object.keys(expected).sort());
  for (const [tensor, { data }] of end.tensors) {
    const from = start.tensors.get(tensor)?.data ?? [];
    const move = Array.from(data, (value, i) => value - (from[i] ?? NaN));
    const norm = Math.sqrt(move.reduce((sum, x) => sum + x * x, 0));
    const slant = move.reduce((sum, x, i) => sum + x * Math.cos(i + 1), 0);
    const [wantedNorm, wantedSlant] = expected[tensor] ?? [NaN, NaN];
    const tolerance = 1e-3 * wantedNorm;
    assert.ok(Math.abs(norm - wantedNorm) < tolerance, `${tensor}: ${norm} instead of ${wantedNorm}`);
    assert.ok(Math.abs(slant - wantedSlant) < tolerance, `${tensor}: ${slant} instead of ${wantedSlant}`);
  }
}

function close(actual: number | null, expected: number | undefined, tolerance: number): void {
  assert.ok(Math.abs((actual ?? NaN) - (expected ?? NaN)) < tolerance, `${actual} instead of ${expected}`);
}

describe('GRPO updates, against TRL 1.13', () => {
  const newFolder = temporaryFolders();
  const start = newFolder();
  const opened: EmbeddedPolicy[] = [];
  const open = async (folder: string): Promise<EmbeddedPolicy> => {
    const policy = embeddedPolicy(await openEngineInThread({ folder }));
    opened.push(policy);
    return policy;
  };
  let anchor: EmbeddedPolicy;

  before(async () => {
    anchor = await open(reference);
    const weights = await loadWeights(reference);
    for (const { data } of weights.tensors.values()) data.forEach((value, i) => (data[i] = 0.875 * value));
    await saveFolder(start, { weights, dtype: 'float32' });
  });
  after(() => Promise.all(opened.map((policy) => policy.close())));

  it('score the completions alike, under the policy and under the reference', async () => {
    const policy = await open(start);
    for (const [{ scorer }, expected] of [
      [policy, episodes.map(({ oldLogprobs }) => oldLogprobs)],
      [anchor, episodes.map(({ referenceLogprobs }) => referenceLogprobs)],
    ] as const) {
      const scored = ofCompletions(await scorer.logprobs(sequences, { temperature }));
      // Two float32 forward passes; the largest gap seen on x64 is 1e-5.
      assert.ok(largestGap(scored, expected.flat()) < 5e-5);
    }
  });

  for (const run of runs) {
    const title = `${run.lossType}${run.biasCorrectionKl ? ' with a corrected KL' : ''}`;

    it(`${title}: advantages of the same rewards`, () => {
      const algorithm = run.lossType === 'dr_grpo' ? drGrpo() : grpo({ scale: 'std' });
      const rewards = episodes.map(({ reward }) => reward);
      const groups = [rewardedGroup(rewards.slice(0, 4)), rewardedGroup(rewards.slice(4))];
      const found = algorithm.advantages(groups).flat().map(Number);
      // TRL computes them in float32.
      assert.ok(largestGap(found, run.advantages) < 1e-6);
    });

    it(`${title}: loss, gradient and weights of three steps on the same episodes`, async () => {
      const policy = await open(start);
      const untrained = await loadWeights(start);
      const data = await trainingData(run, policy, anchor);
      for (const [step, loss] of run.losses.entries()) {
        const output: LossOutput = await policy.learner.forwardBackward(data, lossOf(run));
        const { gradNorm } = await policy.learner.optimStep(adam);
        close(output.loss, loss, 1e-5);
        close(gradNorm / (run.gradNorms[step] ?? NaN), 1, 1e-4);
        close(output.kl, run.kl[step], 1e-5);
        close(output.clipFraction, run.clipFractions[step], 1e-6);
        const moved = { 0: run.movedAfter1, 2: run.movedAfter3 }[step];
        if (moved === undefined) continue;
        const saved = newFolder();
        await policy.learner.save(saved);
        assertMoved([untrained, await loadWeights(saved)], moved);
      }
    });
  }
});
