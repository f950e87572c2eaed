import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import { requireTemperature } from '../../embedded/train/require-data.ts';
import { requireSequences } from '../../embedded/train/require-sequences.ts';
import type { Scorer, TokenPolicy } from '../../engine.ts';
import { requireHonoured } from '../../requirements.ts';
import { Connection } from '../client/connection.ts';
import { Journal } from '../client/journal.ts';
import { serverLine } from '../client/server-line.ts';
import type { TinkerPlace } from '../client/tinker-place.ts';
import { Turnstile } from '../client/turnstile.ts';
import { lacking, serverProfile, type ServerName } from '../profile/server-profiles.ts';
import type { ServerProfile } from '../profile/server-profile.ts';
import {
  createSamplingSessionRequest,
  createSamplingSessionResponse,
  type LoraConfig,
} from '../wire/index.ts';
import { engineProfile } from './engine-profile.ts';
import { forwardLogprobs } from './forward-logprobs.ts';
import { promptLogprobs } from './prompt-logprobs.ts';
import { sampleRemotely } from './sample-remotely.ts';
import { TinkerLearner } from './tinker-learner.ts';
import { TinkerModels } from './tinker-models.ts';

/** A model on a server that trains. */
export interface TinkerPolicyOptions {
  readonly server: ServerName;
  /** Name under which the server knows the base model. */
  readonly model: string;
  /** The adapter that is trained; rank 0: all weights. */
  readonly lora: LoraConfig;
  readonly place: TinkerPlace;
  readonly decode: (tokens: readonly number[]) => string;
  readonly vocabularySize: number;
  readonly maxTokens: number;
}

/**
 * A policy behind a server of the Tinker protocol: it samples, scores and trains there.
 * @throws TwinZeroError `configuration` where the server is none that can be used, or cannot do what is asked; `engine`
 * when it stays out of reach.
 */
export async function openTinkerPolicy(options: TinkerPolicyOptions): Promise<TokenPolicy> {
  const { place, lora } = options;
  const profile = serverProfile(options.server);
  requireWeights(profile, lora.rank);
  const line = serverLine(place);
  // A result that can be read once only may have been read by the process that was killed.
  const journal = place.journal === undefined || profile.readOnce ? null : await Journal.open(place.journal);
  const connection = new Connection(line, profile, journal);
  const models = await TinkerModels.open(connection, { base: options.model, lora }).catch(
    (error: unknown) => {
      line.close();
      throw error;
    },
  );
  return policyOf(options, profile, models);
}

function requireWeights(profile: ServerProfile, rank: number): void {
  if (rank === 0 && profile.weights === 'lora')
    throw lacking(profile, 'trains adapters alone; give the policy a LoRA rank from 1');
  if (rank > 0 && profile.weights === 'full')
    throw lacking(profile, 'trains all weights; leave the LoRA rank out');
}

function policyOf(
  { server, model, lora, decode, vocabularySize, maxTokens }: TinkerPolicyOptions,
  profile: ServerProfile,
  models: TinkerModels,
): TokenPolicy {
  const { connection } = models;
  const turns = new Turnstile();
  const known = engineProfile(profile, { model, lora, maxTokens });
  let closing: Promise<void> | null = null;
  const opened = <T>(work: () => Promise<T>): Promise<T> =>
    closing === null
      ? work()
      : Promise.reject(new TwinZeroError('engine', `the engine ${known.id} is closed; open it again`));
  const limits = { vocabularySize, maxTokens };
  const full = lora.rank === 0;
  const learner = new TinkerLearner({ models, turns, limits, full });
  const scoring = (score: Scorer['logprobs']): Scorer => ({
    logprobs: (sequences, options) =>
      opened(async () => {
        requireOne(options.temperature, server);
        requireSequences(sequences, limits);
        return score(sequences, options);
      }),
  });
  const reference = remembered(async () => scoring(await referenceOf(models, model)));
  return {
    profile: known,
    sample: (prompt, params) =>
      opened(async () => {
        requireHonoured(known, params);
        return turns.share(async () => {
          const { sampler, moved } = await models.current();
          if (sampler === null || moved) throw stale(known.id);
          return sampleRemotely({ connection, session: sampler, decode }, prompt, params);
        });
      }),
    scorer: scoring((sequences) => turns.alone(() => scoreNewest(models, sequences))),
    learner: {
      forwardBackward: (data, loss) => opened(() => learner.forwardBackward(data, loss)),
      optimStep: (adam) => opened(() => learner.optimStep(adam)),
      publish: () => opened(() => learner.publish()),
      save: (name, options) => opened(() => learner.save(name, options)),
      load: (ref, options) => opened(() => learner.load(ref, options)),
    },
    reference: () => opened(reference),
    close: () => (closing ??= turns.idle().then(() => models.close())),
  };
}

/** On some servers older samples would be of the newest weights, or take these back: none is asked for anywhere. */
function stale(id: string): TwinZeroError {
  return new TwinZeroError(
    'engine',
    `engine ${id} has moved on since its weights were published, and samples the newest alone; publish them first`,
  );
}

function requireOne(temperature: number, server: string): void {
  requireTemperature(temperature);
  if (temperature !== 1)
    throw new TwinZeroError(
      'configuration',
      `the Tinker server (${server}) is to score at temperature ${temperature}, and scores at temperature 1 alone; set temperature to 1`,
    );
}

async function scoreNewest(
  models: TinkerModels,
  sequences: readonly (readonly number[])[],
): Promise<number[][]> {
  const { connection } = models;
  const live = await models.current();
  if (connection.profile.forward !== 'prompt') return forwardLogprobs(live.model, sequences, connection);
  if (live.moved) await models.publish(live);
  const { sampler } = live;
  if (sampler === null) throw new TwinZeroError('internal', 'published weights without a sampling session');
  return Promise.all(sequences.map((tokens) => promptLogprobs(connection, sampler, tokens)));
}

/** Scores with the weights that the policy was opened with: those of a model that is never trained, or the base model's. */
async function referenceOf(models: TinkerModels, base: string): Promise<Scorer['logprobs']> {
  const { connection, session } = models;
  const { profile } = connection;
  if (profile.reference === 'none')
    throw lacking(
      profile,
      'keeps no weights beside those in training to be the reference; set klCoefficient to 0, or choose another server',
    );
  if (profile.reference === 'second-model') {
    const model = await models.createReference();
    return (sequences) => forwardLogprobs(model, sequences, connection);
  }
  const { sampling_session_id: sampler } = await connection.ask(
    {
      endpoint: 'create_sampling_session',
      request: createSamplingSessionRequest,
      body: {
        session_id: session.id,
        // Those of the model in training are counted by its requests, from 1.
        sampling_session_seq_id: 0,
        base_model: base,
        type: 'create_sampling_session',
      },
    },
    createSamplingSessionResponse,
  );
  return (sequences) => Promise.all(sequences.map((tokens) => promptLogprobs(connection, sampler, tokens)));
}

function remembered<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => (made ??= make());
}
