import { Random } from '../../harness/core/random.ts';
import { type Datum, openTokenPolicy, policySpec, requireTrainable } from '../../harness/engine/index.ts';

/**
 * The same steps on the same data from the same adapter, on SkyRL and on the embedded engine: a CSV of loss, gradient norm
 * and KL of each, and of the largest gap between the log-probabilities that they find.
 *
 * `skyrl.ts` starts it as `skyrl-steps.ts MODEL_FOLDER ADAPTER_FOLDER URL RANK`.
 */
const [folder = '', adapter = '', url = '', rank = '16'] = process.argv.slice(2);
const place = { provider: 'cpu', threads: 1 } as const;
const own = requireTrainable(
  await openTokenPolicy(policySpec.parse({ kind: 'embedded', folder, adapter: { folder: adapter } }), place),
);
const served = requireTrainable(
  await openTokenPolicy(
    policySpec.parse({
      kind: 'tinker',
      server: 'skyrl-jax',
      model: folder,
      tokenizer: folder,
      adapter: { rank: Number(rank), seed: 1 },
    }),
    { ...place, tinker: { url } },
  ),
);

const random = Random.seeded(5);
const sequences = await Promise.all(
  Array.from({ length: 8 }, async (_, i) => {
    const prompt = Array.from({ length: 8 }, () => random.below(700));
    const { tokens } = await own.sample(prompt, { temperature: 1, maxTokens: 20, seed: i, stopTokens: [] });
    return [...prompt, ...tokens];
  }),
);
const before = await own.scorer.logprobs(sequences, { temperature: 1 });
const data = sequences.map((tokens, i): Datum => {
  const weights = tokens.slice(1).map((_, at) => Number(at >= 7));
  const known = before[i] ?? [];
  return {
    tokens,
    weights,
    advantages: weights.map((weight) => weight * (i % 2 === 0 ? 1 : -1)),
    oldLogprobs: known,
    referenceLogprobs: known,
  };
});
const loss = {
  kind: 'importance_sampling',
  reduction: 'sequence-mean',
  temperature: 1,
  klCoefficient: 0.04,
} as const;
const adam = { learningRate: 2e-3, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.1 };
const lines = ['step,embedded_loss,server_loss,embedded_norm,server_norm,embedded_kl,server_kl,largest_gap'];
for (let step = 1; step <= 10; step += 1) {
  const [ours, theirs] = [
    await own.learner.forwardBackward(data, loss),
    await served.learner.forwardBackward(data, loss),
  ];
  const [{ gradNorm }, { gradNorm: theirNorm }] = [
    await own.learner.optimStep(adam),
    await served.learner.optimStep(adam),
  ];
  // The embedded engine tells those of trained tokens alone.
  const gaps = ours.logprobs.flatMap((row, i) =>
    row.slice(7).map((one, at) => Math.abs(one - (theirs.logprobs[i]?.[at + 7] ?? NaN))),
  );
  const gap = Math.max(...gaps);
  lines.push([step, ours.loss, theirs.loss, gradNorm, theirNorm, ours.kl, theirs.kl, gap].join(','));
}
process.stdout.write(`${lines.join('\n')}\n`);
await served.close();
await own.close();
