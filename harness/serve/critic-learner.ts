import { TwinZeroError } from '../core/twin-zero-error.ts';
import { type Critic, inFolder } from '../engine/index.ts';
import { type ForwardBackwardOutput, vector } from '../engine/tinker/wire/index.ts';
import type { ServedLearner } from './served-learner.ts';
import { type ValueRows, valueRows } from './value-rows.ts';

/** A critic in training as a server asks for it; its losses are sums over tokens, as the policies'. */
export function criticLearner(critic: Critic): ServedLearner {
  return {
    prepare: (request) => {
      const rows = valueRows(request);
      return () => computeValues(critic, rows);
    },
    step: (adam) => critic.optimStep(adam),
    save: (folder) => critic.save(folder),
    load: async (folder, optimiser) => {
      if (optimiser === 'fresh')
        throw new TwinZeroError(
          'configuration',
          'a critic goes on with its optimiser; load it with optimizer true',
        );
      await critic.load(inFolder(folder));
    },
    sampled: null,
    close: () => critic.close(),
  };
}

async function computeValues(critic: Critic, { data, clip }: ValueRows): Promise<ForwardBackwardOutput> {
  const type = { loss_fn_output_type: 'ArrayRecord' };
  if (clip === null) {
    const values = await critic.values(data.map(({ tokens }) => tokens));
    return { ...type, loss_fn_outputs: values.map((each) => ({ values: vector(each) })), metrics: {} };
  }
  const { loss, clipFraction } = await critic.forwardBackward(data, { clip, reduction: 'token-sum' });
  const metrics = { 'critic_loss:sum': loss, 'values_clipfrac:mean': clipFraction };
  // As SkyRL: an entry for each datum, and nothing in it.
  return { ...type, loss_fn_outputs: data.map(() => ({})), metrics };
}
