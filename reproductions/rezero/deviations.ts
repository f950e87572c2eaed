import { policyName, templateDate } from '../../harness/engine/index.ts';
import type { DeviationRule } from '../../harness/reproduce/deviations.ts';
import { serverDeviations } from '../../harness/reproduce/server-deviations.ts';
import type { RunConfig } from '../../harness/run/index.ts';

function weightOf({ rewards }: RunConfig, name: string): number {
  return rewards.find((one) => one.name === name)?.weight ?? 0;
}

function pays(config: RunConfig, reward: string): boolean {
  return config.rewards.some((one) => one.weight !== 0 && one.reward === reward);
}

function paysShuffled({ rewards }: RunConfig): boolean {
  return rewards.some(
    ({ weight, reward }) => weight !== 0 && typeof reward !== 'string' && reward.kind === 'shuffled',
  );
}

/** Neither strategy nor diversity is paid. */
function isReduced(config: RunConfig): boolean {
  return weightOf(config, 'search_strategy') === 0 && weightOf(config, 'search_diversity') === 0;
}

/** ReZero's deviations, each the reason for a value or a rule that is not the paper's. */
export const rezeroDeviations: readonly DeviationRule[] = [
  ...serverDeviations,
  {
    id: 'policy',
    sentence:
      'one of two decoders of 0.75 million parameters taught on demonstrations (meridian-base for odd seeds, meridian-base-2 for even ones) instead of Llama-3.2-3B-Instruct in 4 bit; all its weights are trained, in float32 by AdamW, instead of a LoRA by the 8-bit paged one.',
    holds: ({ policy }) => policy.kind !== 'tinker',
  },
  { id: 'retrieval', sentence: 'BM25 instead of a dense index of an embedding model.' },
  {
    id: 'questions-per-step',
    sentence:
      '8 questions of 8 episodes instead of 1 (`ReZero train_grpo.py:43-78 @010957c`), because the runs are short and a step of one question is mostly noise.',
  },
  {
    id: 'learning-rate',
    sentence:
      '2e-4 instead of 5e-6, because all weights of a small policy are trained and not a LoRA of a large one.',
  },
  {
    id: 'limits',
    sentence:
      '6 turns of 32 tokens and 448 tokens in all instead of 20 turns and 4096 tokens, because a turn of the embedded policy is about 15 tokens long.',
  },
  { id: 'documents', sentence: 'one document per search instead of 2, to keep episodes short.' },
  {
    id: 'search-noise',
    sentence: '10 % of searches return a random chunk; the run behind the paper had no noise in its index.',
  },
  {
    id: 'compact-prompt',
    sentence:
      'the prompt is the question alone, because a policy of a million parameters is trained on the format and reads no instructions.',
  },
  {
    id: 'no-system-message',
    sentence:
      'no date and no knowledge cut-off stand before the question; the published prompt holds the wall clock.',
  },
  {
    id: 'evaluation-prompt',
    sentence: 'training and evaluation ask alike; the published evaluation wraps every prompt a second time.',
  },
  {
    id: 'empty-query',
    sentence: 'a blank query ends the episode; the published loop lets it idle until the turn cap.',
  },
  {
    id: 'choose-on-dev',
    sentence:
      'accuracy is averaged over the evaluations of the last third of training; the paper takes the best step on the held-out questions, which is shown beside it, as is the best one on 64 dev questions.',
  },
  {
    id: 'sampled-evaluation',
    sentence: ({ evaluation }) =>
      `accuracy is the mean over samples at the temperature of training${evaluation?.extended === undefined ? '' : ', of held-out questions about further corpora as well as the standard ones'}; the paper's one greedy play of the standard questions is shown beside it.`,
    holds: ({ evaluation }) => evaluation !== undefined,
  },
  {
    id: 'train-stop-token',
    sentence: 'the token that ends a turn is trained on; the published mask leaves it out.',
  },
  {
    id: 'arms',
    holds: isReduced,
    sentence:
      'correctness, format and chunk match in both arms, retry in one; search strategy and search diversity are left out, because they also pay for searching again.',
  },
  {
    id: 'controls',
    sentence:
      'the arms informed-retry, twin and placebo are in no paper; they show whether the runs can tell arms apart, and whether they tell apart what is equal.',
  },
  {
    id: 'informed-retry',
    holds: (config) => pays(config, 'informed-retry'),
    sentence:
      'the place of the retry reward is taken by one of weight 4 that is told of the gold chunk: 1 for another query after a miss that finds it, half for one that misses too, nothing for searching on once it was found.',
  },
  {
    id: 'placebo',
    holds: paysShuffled,
    sentence:
      'the amounts that the retry reward would pay in a step are dealt out at random to the episodes of the step, the same pay without its information.',
  },
  {
    id: 'world',
    sentence:
      'Meridian, an invented archive, instead of the Apollo 13 report, whose questions one verbatim search answers.',
  },
  {
    id: 'steps',
    sentence: '40 steps instead of 1000 in the default profile, with the cosine schedule over those.',
  },
  {
    id: 'embedded-parts',
    holds: (config) => isReduced(config) && weightOf(config, 'retry') !== 0,
    sentence:
      'search strategy and search diversity are measured but not paid, because this arm must differ from the three-reward baseline by the retry reward alone and both also pay for searching more.',
  },
  {
    id: 'three-reward-parts',
    holds: (config) => isReduced(config) && weightOf(config, 'retry') === 0,
    sentence:
      'search strategy and search diversity are measured but not paid, because the abstract tells the arms apart by the retry reward alone.',
  },
  {
    id: 'no-retry-weights',
    holds: (config) => !isReduced(config) && weightOf(config, 'retry') === 0,
    sentence:
      'weights 4, 2, 1, 1, 1 without the retry reward are our reading; those of the published baseline stand nowhere in its repository.',
  },
  {
    id: 'match-judge',
    holds: ({ judge }) => judge.kind === 'match',
    sentence:
      'correctness is a normalised match with the gold answers instead of a language model, because a judge that is the policy collapses with it.',
  },
  {
    id: 'corrected-retry',
    holds: (config) => pays(config, 'corrected-retry'),
    sentence:
      'a search is paid only after a miss, when it asks something new, and when the final answer is right; as published the first search, duplicates, searches after a hit and wrong answers are paid.',
  },
  {
    id: 'compared-queries',
    holds: ({ rewards }) => rewards.some(({ reward }) => reward === 'search-diversity'),
    sentence:
      'search diversity compares the first 40 queries of an episode pair by pair, and of each its first 500 characters; as published all are compared in full.',
  },
  {
    id: 'template-date',
    // No template of ours asks for it.
    holds: ({ policy }) => !policyName(policy).startsWith('data/models/'),
    sentence: `a chat template that asks for today's date is told ${templateDate}; as published it is the day of the call.`,
  },
  {
    id: 'strict-judge',
    holds: ({ judge }) => judge.kind === 'strict',
    sentence:
      "the judge sees the answer's body alone and must begin its reply with yes or no; as published it sees the thoughts too.",
  },
  {
    id: 'strict-verdict',
    holds: ({ judge }) => judge.kind === 'strict',
    sentence:
      'a reply that begins with neither yes nor no is a failure of the judge; as published any "yes" in it counts, and every other reply is a no.',
  },
];
