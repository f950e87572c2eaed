import { TwinZeroError } from '../../harness/core/twin-zero-error.ts';
import type { RunRequest } from '../../harness/reproduce/reproduction.ts';
import { rewardPreset } from '../../harness/reward/preset.ts';
import { parseTrainConfig, type TrainConfig } from '../../harness/run/run-config.ts';
import { rezeroComparison } from './claims.ts';

/** Share of searches that return a random chunk: the second reason, after wording, for a search to fail. */
export const searchNoise = 0.1;

/** The reward preset of each arm: all that the arms differ in. */
const presets: Readonly<Record<string, string>> = {
  [rezeroComparison.treatment]: 'embedded',
  [rezeroComparison.control]: 'three-reward',
};

/** Sentences for the report, each the reason for a value below that is not the paper's. */
const deviations: readonly string[] = [
  'policy: a decoder of 0.75 million parameters taught on demonstrations (meridian-base) instead of Llama-3.2-3B-Instruct in 4 bit; all its weights are trained, in float32 by AdamW, instead of a LoRA by the 8-bit paged one.',
  'retrieval: BM25 instead of a dense index of an embedding model.',
  'questions-per-step: 8 questions of 8 episodes instead of 1 (`ReZero train_grpo.py:43-78 @010957c`), because the runs are short and a step of one question is mostly noise.',
  'learning-rate: 1e-4 instead of 5e-6, because all weights of a small policy are trained and not a LoRA of a large one.',
  'limits: 6 turns of 32 tokens and 448 tokens in all instead of 20 turns and 4096 tokens, because a turn of the embedded policy is about 15 tokens long.',
  'documents: one document per search instead of 2, to keep episodes short.',
  'search-noise: 10 % of searches return a random chunk; the run behind the paper had no noise in its index.',
  'compact-prompt: the prompt is the question alone, because a policy of a million parameters is trained on the format and reads no instructions.',
  'no-system-message: no date and no knowledge cut-off stand before the question; the published prompt holds the wall clock.',
  'evaluation-prompt: training and evaluation ask alike; the published evaluation wraps every prompt a second time.',
  'empty-query: a blank query ends the episode; the published loop lets it idle until the turn cap.',
  'choose-on-dev: the step reported first is the best one on 64 dev questions; the paper takes the best one on the held-out questions, which is shown beside it.',
  'train-stop-token: the token that ends a turn is trained on; the published mask leaves it out.',
  'arms: correctness, format and chunk match in both arms, retry in one; search strategy and search diversity are left out, because they also pay for searching again.',
  'world: Meridian, an invented archive, instead of the Apollo 13 report, whose questions one verbatim search answers.',
  'steps: 100 steps instead of 1000 in the default profile, with the cosine schedule over those.',
];

/**
 * The settings of the embedded runs. Unmarked values are those of the paper's run, `ReZero config.py:31-83` and
 * `train_grpo.py:43-78 @010957c`, with TRL's defaults where these are silent.
 * @throws TwinZeroError `configuration` for an arm this reproduction has not.
 */
export function embeddedRecipe({ arm, seed, profile }: RunRequest): TrainConfig {
  const preset = presets[arm];
  if (preset === undefined) throw new TwinZeroError('configuration', `ReZero has no arm "${arm}"`);
  const { steps, evaluateEvery, checkpointEvery } = profile;
  return parseTrainConfig({
    seed,
    steps,
    evaluateEvery,
    checkpointEvery,
    rewardPreset: preset,
    questionsPerStep: 8,
    groupSize: 8,
    temperature: 0.9,
    limits: { maxTurns: 6, maxNewTokens: 448, maxTokensPerTurn: 32, topK: 1, maxContextTokens: 512 },
    learningRate: { kind: 'cosine', peak: 1e-4, warmupRatio: 0.1 },
    adam: { beta1: 0.9, beta2: 0.99, weightDecay: 0.1, maxGradNorm: 0.1 },
    advantageScale: 'std',
    loss: { kind: 'importance_sampling' },
    reduction: 'sequence-mean',
    klCoefficient: 0.04,
    deviations: [...deviations, ...rewardPreset(preset).deviations],
  });
}
