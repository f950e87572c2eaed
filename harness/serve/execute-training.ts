import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import {
  createModelRequest,
  forwardBackwardRequest,
  loadWeightsRequest,
  optimStepRequest,
  saveForSamplerRequest,
  saveWeightsRequest,
  type WireMessage,
} from '../engine/tinker/wire/index.ts';
import type { TrainingKind } from './state-folder.ts';
import type { ModelHost, ModelIdentity } from './model-host.ts';
import type { SavedTraining } from './saved-training.ts';
import type { ServedLearner } from './served-learner.ts';

/** Messages of the requests that a model works off, by kind. */
export const trainingMessages = {
  create_model: createModelRequest,
  forward_backward: forwardBackwardRequest,
  optim_step: optimStepRequest,
  save_weights: saveWeightsRequest,
  save_weights_for_sampler: saveForSamplerRequest,
  load_weights: loadWeightsRequest,
} as const satisfies Readonly<Record<TrainingKind, WireMessage<unknown>>>;

type Messages = typeof trainingMessages;
type Body<Kind extends TrainingKind> = ReturnType<Messages[Kind]['json']['decode']>;

/** A model and the request that it works on. */
export interface TrainingContext extends ModelHost {
  readonly identity: ModelIdentity;
  readonly training: SavedTraining;
  readonly learner: ServedLearner;
  readonly request: number;
}

type Execution<Kind extends TrainingKind> = (body: Body<Kind>, context: TrainingContext) => Promise<unknown>;

/** Sampling sessions of a model whose weights are kept. */
const keptSnapshots = 8;

const executions: { readonly [Kind in TrainingKind]: Execution<Kind> } = {
  // That the learner is open is all there is to it.
  create_model: async (_, { identity: { id, spec } }) => ({
    type: 'create_model',
    model_id: id,
    base_model: spec.base,
    ...(spec.lora !== null && { lora_config: { ...spec.lora, train_unembed: false } }),
  }),
  forward_backward: (body, { training, learner }) => training.compute(learner, body),
  optim_step: async ({ adam_params }, { training, learner }) => ({
    metrics: await training.step(learner, adam_params),
  }),
  save_weights: async ({ path, overwrite }, { identity: { id, spec }, weights, learner, request }) => {
    const place = { kind: 'weights', name: path ?? `request-${request}`, overwrite, request } as const;
    const { address, folder } = await weights.place(id, place);
    await learner.save(folder);
    await weights.seal(folder, { spec, request });
    return { type: 'save_weights', path: address };
  },
  save_weights_for_sampler: saveForSampler,
  load_weights: async ({ path, optimizer }, { identity: { id }, training, learner, weights }) => {
    const { folder } = await weights.find(path);
    await training.load(learner, folder, optimizer ? 'required' : 'fresh');
    return { type: 'load_weights', path, model_id: id };
  },
};

/**
 * Does one request of a model.
 * @throws TwinZeroError for what cannot be done.
 */
export function executeTraining(
  kind: TrainingKind,
  body: unknown,
  context: TrainingContext,
): Promise<unknown> {
  // The body was read by the message of this kind.
  return executions[kind](body as never, context);
}

async function saveForSampler(
  { path, sampling_session_seq_id: seq, kind }: Body<'save_weights_for_sampler'>,
  { identity: { id, session, spec }, training, learner, request, ...host }: TrainingContext,
): Promise<unknown> {
  const { sampled } = learner;
  if (sampled === null)
    throw new TwinZeroError('configuration', 'a critic is not sampled; save the weights of a policy');
  if (kind === 'inflight')
    throw new TwinZeroError(
      'configuration',
      'weights that change under a sampler are not served; save a snapshot',
    );
  if (path === undefined && seq === undefined)
    throw new TwinZeroError(
      'configuration',
      'weights for a sampler need a path or a sampling_session_seq_id',
    );
  const name = path ?? `snapshot-${request}`;
  const place = { kind: 'sampler_weights', name, overwrite: false, request } as const;
  const { address, folder } = await host.weights.place(id, place);
  await training.publish(sampled, folder, address);
  await host.weights.seal(folder, { spec, request });
  if (path !== undefined) return { type: 'save_weights_for_sampler', path: address };
  await forgetSnapshots(join(folder, '..'));
  const sampler = host.openSampler(session, seq ?? 0, { base: spec.base, path: address });
  return { type: 'save_weights_for_sampler', sampling_session_id: sampler };
}

/** Removes the weights of all sampling sessions without a name but the newest. */
async function forgetSnapshots(folder: string): Promise<void> {
  const numbers = (await readdir(folder)).flatMap((name) => {
    const number = /^snapshot-(\d+)$/u.exec(name)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
  for (const number of numbers.sort((a, b) => b - a).slice(keptSnapshots))
    await rm(join(folder, `snapshot-${number}`), { recursive: true });
}
