import type { LearningRate } from '../algorithm/learning-rate.ts';
import { requireWritable } from '../core/require-writable.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { type AdamParams, type Datum, openPolicy, requireTrainable } from '../engine/index.ts';
import { type Limits, protocolOf } from '../rollout/index.ts';
import { modelFolder, type Place, type RunConfig } from '../run/index.ts';
import { supervise } from '../teach/pretrain.ts';
import { type Baseline, baselineAnswer, type GivenSettings } from './baseline.ts';
import { lessonData, playLesson } from './lesson.ts';
import { wordingOf, worldOfLesson } from './world-of.ts';

/** How a policy is taught the language of a baseline. */
export interface TuningRecipe {
  /** Of lessons. */
  readonly seed: number;
  readonly steps: number;
  /** Lessons a step. */
  readonly perStep: number;
  readonly learningRate: LearningRate;
  readonly adam: Omit<AdamParams, 'learningRate'>;
  /** Loss weight of tokens that the policy does not write, 0 to 1. */
  readonly contextWeight: number;
}

/** A policy to teach, and where it goes. */
export interface TuningRequest {
  readonly baseline: Baseline;
  readonly settings: GivenSettings;
  /** Data set, protocol and limits are those that it will be played with; its policy is the one to start from. */
  readonly config: Pick<RunConfig, 'dataset' | 'protocol' | 'policy'> & { readonly limits: Limits };
  readonly recipe: TuningRecipe;
  /** Hugging Face folder to write. */
  readonly to: string;
  readonly place: Pick<Place, 'provider' | 'threads'>;
  /** Hears of each step, from 1, with its loss in nats per token. */
  readonly onStep?: ((step: number, steps: number, loss: number) => void) | undefined;
}

/**
 * Teaches a policy the language of a baseline by its lessons, and writes it as a folder of float16.
 * @throws TwinZeroError `configuration` for a baseline without lessons on the data set, or an engine that can't train.
 */
export async function tuneBaseline(request: TuningRequest): Promise<void> {
  const { baseline, settings, config, recipe, to, place, onStep } = request;
  const source = baseline.lessons?.[config.dataset];
  if (source === undefined)
    throw new TwinZeroError(
      'configuration',
      `baseline ${baseline.id} has no lessons on ${config.dataset}: it is played with the policy as it is`,
    );
  await requireWritable(to);
  const { seed, steps, perStep, contextWeight } = recipe;
  const lessons = await source({ seed, perStep });
  const protocol = protocolOf(config.protocol);
  const { policy: spec, limits } = config;
  const located = 'folder' in spec ? { ...spec, folder: modelFolder(spec.folder) } : spec;
  const policy = await openPolicy(located, { ...place, maxTokens: limits.maxContextTokens });
  try {
    const { learner } = requireTrainable(policy);
    const { codec } = policy;
    const wording = wordingOf(config.protocol);
    const data = async (step: number): Promise<Datum[]> => {
      const played = (await lessons(step)).map(async (lesson) => {
        const world = worldOfLesson(lesson, { protocol, codec, wording });
        const answer = baselineAnswer(baseline, world, settings);
        return lessonData(await playLesson(answer, lesson, { codec, protocol, limits }), contextWeight);
      });
      return (await Promise.all(played)).flat();
    };
    const { learningRate, adam } = recipe;
    await supervise({
      learner,
      steps,
      data,
      learningRate,
      adam,
      onStep: (step, loss) => onStep?.(step + 1, steps, loss),
    });
    await learner.save(to, { dtype: 'float16' });
  } finally {
    await policy.close();
  }
}
