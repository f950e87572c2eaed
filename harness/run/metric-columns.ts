/** Columns of metrics.csv before those of the reward parts. */
export const leadingColumns = ['step', 'episodes', 'failed', 'reward_mean', 'reward_std'] as const;

/** Columns after those of the reward parts. */
export const trailingColumns = [
  'entropy',
  'kl',
  'clip_fraction',
  'loss',
  'grad_norm',
  'learning_rate',
  'zero_variance_groups',
  'groups',
  'searches_per_episode',
  'repeated_query_share',
  'recovery',
  'answered_share',
  'policy_tokens_per_episode',
] as const;

/** Columns of a run with a critic. */
export const criticColumns = [
  'value_loss',
  'value_clip_fraction',
  'value_grad_norm',
  'value_learning_rate',
] as const;

/** Column of a run whose sampler and trainer are two programs. */
export const gapColumn = 'sampler_gap' as const;

/** A column that does not depend on the rewards. */
export type MetricColumn =
  (typeof leadingColumns | typeof trailingColumns | typeof criticColumns)[number] | typeof gapColumn;

/** What a column says, for people. */
export interface ColumnGuide {
  readonly unit: string;
  readonly meaning: string;
  /** What a sound run shows. */
  readonly healthy: string;
  /** What another value means. */
  readonly otherwise: string;
}

/** Every column but the reward parts, in the order of the file. */
export const metricGuide: Readonly<Record<MetricColumn, ColumnGuide>> = {
  step: {
    unit: 'steps',
    meaning: 'number of the training step, from 1',
    healthy: 'rises by 1 a row',
    otherwise: 'a gap or a repetition: the file was edited; reading it is refused where steps go back',
  },
  episodes: {
    unit: 'episodes',
    meaning: 'episodes played in the step, failed ones included',
    healthy: 'constant: questions a step times the group size',
    otherwise: 'another number: the configuration is not the one that was meant; run.json has it',
  },
  failed: {
    unit: 'episodes',
    meaning:
      'episodes without a reward, because the engine, a search or the judge failed; every figure leaves them out',
    healthy: '0',
    otherwise: 'above 0: the run ends as incomplete; look at `failures` in run.json and at the server',
  },
  reward_mean: {
    unit: 'reward',
    meaning: 'mean of the weighted total over the episodes with a reward',
    healthy: 'rises with noise, then levels off',
    otherwise:
      'flat from the start: groups without variance or too small a learning rate; a fall to the reward of no answer: collapse',
  },
  reward_std: {
    unit: 'reward',
    meaning: 'mean over groups of the sample standard deviation within the group',
    healthy: 'well above 0, falling slowly as answers become right',
    otherwise: 'near 0: all episodes of a question are alike, and their advantages are noise or 0',
  },
  entropy: {
    unit: 'nats a token',
    meaning: 'mean entropy of the policy over the trained tokens; empty where the loss has none',
    healthy: 'falls slowly and stays above 0',
    otherwise: 'near 0 early: exploration has ended; rising: the policy is coming apart',
  },
  kl: {
    unit: 'nats a token',
    meaning:
      'mean divergence from the reference policy over the trained tokens; empty where the loss has none',
    healthy: 'starts at 0, grows slowly and stays below 1',
    otherwise: 'a jump: an update was too large; look at grad_norm and learning_rate of the steps before',
  },
  clip_fraction: {
    unit: 'share, 0 to 1',
    meaning:
      'share of trained tokens whose probability ratio was clipped; empty where the loss does not clip',
    healthy: '0 with one update a step, else below 0.2',
    otherwise: 'large: sampler and trainer are far apart, by too many updates on old episodes',
  },
  loss: {
    unit: 'loss',
    meaning: 'mean of what the optimiser minimised over the updates of the step',
    healthy: 'noise around a small value: it is no measure of progress',
    otherwise: 'a value that runs away: look at kl and grad_norm',
  },
  grad_norm: {
    unit: 'norm',
    meaning: 'mean length of the gradient over the updates of the step, before it is clipped',
    healthy: 'of one order of magnitude throughout',
    otherwise: '0: nothing to learn from (see zero_variance_groups); spikes: unstable updates',
  },
  learning_rate: {
    unit: '1',
    meaning: 'learning rate of the step, by its schedule',
    healthy: 'rises over the warm-up, then as the schedule says',
    otherwise: 'another course: the run was made with other settings than thought',
  },
  zero_variance_groups: {
    unit: 'groups',
    meaning: 'groups of at least two rewards that are all equal: without KL they teach nothing',
    healthy: 'a minority of the groups',
    otherwise: 'nearly all: questions are too hard or too easy for the policy, or the group is too small',
  },
  groups: {
    unit: 'groups',
    meaning: 'questions of the step, each with its group of episodes',
    healthy: 'constant',
    otherwise: 'another number: the configuration is not the one that was meant; run.json has it',
  },
  searches_per_episode: {
    unit: 'searches',
    meaning: 'mean number of searches of an episode',
    healthy: 'at least 1 where answers have to be found; changes slowly',
    otherwise:
      'towards 0: the policy answers from memory; towards the limit of turns: it searches and never answers',
  },
  repeated_query_share: {
    unit: 'share, 0 to 1',
    meaning:
      'share of searches whose query, apart from case and spacing, was asked before in its episode; empty without a search',
    healthy: 'low',
    otherwise: 'rising with the reward: searching again is paid for without a new query',
  },
  recovery: {
    unit: 'share, 0 to 1',
    meaning:
      'share of right answers among episodes whose first search missed the gold chunk; empty where none did, or where no gold chunk is known',
    healthy: 'rises where a reward pays for searching again to good purpose',
    otherwise: 'flat while searches rise: further searches find nothing',
  },
  answered_share: {
    unit: 'share, 0 to 1',
    meaning: 'share of episodes that ended in an answer, right or wrong',
    healthy: 'near 1',
    otherwise: 'a fall: answers are cut off or the form is lost, the first sign of collapse',
  },
  policy_tokens_per_episode: {
    unit: 'tokens',
    meaning: 'mean number of tokens that the policy wrote in an episode',
    healthy: 'changes slowly',
    otherwise:
      'a climb to the limit: answers are cut off; a fall to a few: it has stopped to search or to think',
  },
  value_loss: {
    unit: 'squared reward',
    meaning: "mean loss of the critic's values; runs with a critic only, as are the next three",
    healthy: 'falls, then levels off',
    otherwise: 'rising: its learning rate is too high, and advantages are noise',
  },
  value_clip_fraction: {
    unit: 'share, 0 to 1',
    meaning: 'share of values whose change was clipped',
    healthy: 'below 0.2',
    otherwise: 'large: the critic moves too fast in a step',
  },
  value_grad_norm: {
    unit: 'norm',
    meaning: "mean length of the critic's gradient, before it is clipped",
    healthy: 'of one order of magnitude throughout',
    otherwise: 'spikes: unstable updates',
  },
  value_learning_rate: {
    unit: '1',
    meaning: "the critic's learning rate of the step",
    healthy: 'as its schedule says',
    otherwise: 'another course: other settings than thought',
  },
  sampler_gap: {
    unit: 'nats a token',
    meaning:
      'mean distance between the log-probabilities of sampler and trainer before the first update; only where they are two programs',
    healthy: 'below 0.01',
    otherwise:
      'large: the two do not compute the same model, and the importance ratios are wrong from the start',
  },
};
