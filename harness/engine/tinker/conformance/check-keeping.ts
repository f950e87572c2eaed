import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import { optimStepRequest, optimStepResponse } from '../wire/index.ts';
import { type ConformanceBench, gap, gradNorm, moving, normOf, scored } from './conformance-bench.ts';
import { scoredDatum } from '../loss/server-lesson.ts';
import type { Finding } from './finding.ts';

/** What the server remembers: repeated requests, results, and models that it saved. */
export async function checkKeeping(bench: ConformanceBench): Promise<Finding[]> {
  return [...(await repeated(bench)), await resumed(bench)];
}

async function repeated({ connection, another, sequences: [first] }: ConformanceBench): Promise<Finding[]> {
  const model = await another();
  await model.forwardBackward({ data: [scoredDatum(first)], loss: 'cross_entropy', config: {} });
  const body = (learningRate: number): Parameters<typeof optimStepRequest.json.encode>[0] => ({
    model_id: model.id,
    seq_id: model.seq + 1,
    adam_params: {
      learning_rate: learningRate,
      beta1: 0.9,
      beta2: 0.99,
      eps: 1e-8,
      weight_decay: 0,
      grad_clip_norm: 0,
    },
    type: 'optim_step',
  });
  const post = (learningRate: number): Promise<string> =>
    connection
      .post({ endpoint: 'optim_step', request: optimStepRequest, body: body(learningRate) })
      .then(({ request }) => request);
  const once = await post(1e-3);
  const again = await post(1e-3);
  const other = await post(2e-3).catch((error: Error) => error);
  const norm = normOf((await connection.result({ request: once }, optimStepResponse)).metrics ?? {});
  const twice = await connection.result({ request: once }, optimStepResponse).then(
    () => true,
    () => false,
  );
  await model.unload().catch(() => undefined);
  const refused = other instanceof TwinZeroError;
  return [
    {
      check: 'repeated requests',
      passed: null,
      found: `the same number and body ${once === again ? 'give the first future' : 'are done again'}; another body is ${refused ? 'refused' : 'taken'}; norm ${norm}`,
      fits: { deduplicates: once === again && refused },
    },
    {
      check: 'results read twice',
      passed: null,
      found: twice ? 'can be' : 'cannot be',
      fits: { readOnce: !twice },
    },
  ];
}

async function resumed({ model, another, sequences }: ConformanceBench): Promise<Finding> {
  const lesson = { data: sequences.map(scoredDatum), loss: 'cross_entropy', config: {} };
  await model.forwardBackward(lesson);
  await model.optimStep(moving);
  const path = await model.save(`conformance-${model.seq}`);
  const [saved = []] = await scored(model, [sequences[1]]);
  const other = await another();
  await other.load(path, { optimiser: true });
  const [loaded = []] = await scored(other, [sequences[1]]);
  // One step more from both: the moments have come along only where they end at the same place.
  for (const one of [model, other]) {
    await one.forwardBackward(lesson);
    await one.optimStep(moving);
  }
  const [[own = []], [theirs = []]] = [
    await scored(model, [sequences[1]]),
    await scored(other, [sequences[1]]),
  ];
  const norms = [await gradNorm(model, [lesson]), await gradNorm(other, [lesson])];
  await other.unload().catch(() => undefined);
  const [weights, moments] = [gap(saved, loaded), gap(own, theirs)];
  return {
    check: 'resume',
    passed: weights < 1e-4 && moments < 1e-3,
    found: `${weights.toExponential(1)} nats apart after loading, ${moments.toExponential(1)} after one step more; gradients ${norms.join(' and ')}`,
  };
}
