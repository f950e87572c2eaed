import type { DeviationRule } from '../../harness/reproduce/deviations.ts';
import { serverDeviations } from '../../harness/reproduce/server-deviations.ts';
import type { RunConfig } from '../../harness/run/index.ts';
import { isWebSpec, modelsOf, type SearchSpec } from '../../harness/search/index.ts';
import { curriculumEnds } from './simulators.ts';

function isSimulated({ trainingSearch }: RunConfig): boolean {
  return trainingSearch !== undefined && modelsOf(trainingSearch).length > 0;
}

function trainsBy(name: RunConfig['algorithm']['name']): (config: RunConfig) => boolean {
  return ({ algorithm }) => algorithm.name === name;
}

function meets(kind: string): (config: RunConfig) => boolean {
  const within = (spec: SearchSpec): boolean => spec.kind === kind || ('of' in spec && within(spec.of));
  return ({ trainingSearch }) => trainingSearch !== undefined && within(trainingSearch);
}

function searchesWeb({ search }: RunConfig): boolean {
  const within = (spec: SearchSpec): boolean =>
    isWebSpec(spec) || ('of' in spec && spec.of !== undefined && within(spec.of));
  return within(search);
}

/** True where EM is equality: the column scores the reward of that name. */
function hasExactMatch({ rewards }: RunConfig): boolean {
  return rewards.some(
    ({ name, reward }) => name === 'em' && (typeof reward === 'string' ? reward : reward.of) === 'em',
  );
}

function scoresNoAnswer({ rewards }: RunConfig): boolean {
  return rewards.every(({ reward }) => typeof reward === 'string');
}

/** ZeroSearch's deviations, each the reason for a value or a rule that is not the paper's. */
export const zerosearchDeviations: readonly DeviationRule[] = [
  ...serverDeviations,
  {
    id: 'policy',
    sentence:
      'one of two decoders of 0.75 million parameters taught on demonstrations, by the parity of the seed, instead of Qwen2.5 and LLaMA-3.2 of 3B and 7B.',
  },
  {
    id: 'starts',
    sentence:
      '"demonstration-tuned" is meridian-base shown 160 steps of demonstrations in this protocol and stands for the instruct models; "base" is meridian-base, which knows another protocol only, and stands for the base models.',
  },
  {
    id: 'real-search',
    holds: (config) => !searchesWeb(config),
    sentence:
      'BM25 over the archive, 10 % of searches answered by a random chunk, instead of Google through SerpAPI.',
  },
  {
    id: 'web-results',
    holds: searchesWeb,
    sentence:
      'a search of the web gives at most the documents asked for, each address once and each on one line; the published call shows every result that came back as it came.',
  },
  {
    id: 'world',
    sentence: 'Meridian, an invented archive of 341 chunks, instead of seven question-answering sets.',
  },
  {
    id: 'documents',
    sentence: 'one document per search instead of 5, to keep episodes short.',
  },
  {
    id: 'limits',
    sentence: '5 turns of 32 tokens and 448 tokens in all instead of turns of 500 and a context of 4096.',
  },
  {
    id: 'turns',
    sentence: '5, which the authors recommend later; 2 was the setting of the published runs.',
  },
  {
    id: 'batch',
    sentence:
      '8 questions of 5 episodes and one optimiser step instead of 64 questions of 5 in mini-batches of 256.',
  },
  {
    id: 'learning-rate',
    sentence:
      '3e-4 after a warm-up of a tenth instead of 1e-6 after a warm-up of 95 %, because all weights of a small policy are trained for few steps.',
  },
  {
    id: 'steps',
    sentence: '80 steps in the default profile instead of 203.',
  },
  {
    id: 'top-p',
    sentence:
      'sampling at temperature 1 without top-p 0.95, so that the sampled distribution is the trained one.',
  },
  {
    id: 'sampled-evaluation',
    sentence: ({ evaluation }) =>
      `accuracy is the mean over samples at the temperature of training${evaluation?.extended === undefined ? '' : ', of held-out questions about further corpora as well as the standard ones'}; the published numbers are of one sample a question. The greedy play is shown beside it.`,
    holds: ({ evaluation }) => evaluation !== undefined,
  },
  {
    id: 'evaluation',
    sentence:
      'all questions, by exact match; the published numbers are by containment and lose the last batch.',
  },
  {
    id: 'choose-on-dev',
    sentence:
      'accuracy is averaged over the evaluations of the last third of training; the best step on 64 dev questions is shown beside it.',
  },
  {
    id: 'compact-prompt',
    sentence: 'the prompt is the question alone.',
  },
  {
    id: 'empty-query',
    sentence: 'a blank query is an invalid action; the published code sends it.',
  },
  {
    id: 'stop-on-tags',
    sentence: 'sampling stops at a closing tag; the published code samples on and cuts.',
  },
  {
    id: 'controls',
    sentence:
      'the arms perfect-simulator, noise-only and twin are in no paper; they show whether the runs can tell arms apart, and whether they tell apart what is equal.',
  },
  {
    id: 'perfect-simulator',
    holds: meets('perfect-simulator'),
    sentence:
      'a useful search returns the chunk that holds the answer and a noisy one a random chunk, without a model: the limit of what a larger simulator could do.',
  },
  {
    id: 'noise-only',
    holds: ({ trainingSearch }) => trainingSearch?.kind === 'noise' && trainingSearch.rate === 1,
    sentence:
      'every search of training returns a random chunk that the question does not need: what training teaches when searching does not.',
  },
  {
    id: 'simulators',
    holds: isSimulated,
    sentence:
      'decoders of 0.17, 0.26 and 0.75 million parameters that learned to write on other worlds, instead of Qwen2.5 of 3B, 7B and 14B; fine-tuned on searches of the training chunks only. Their widths were chosen so that their useful documents hold the gold answer in about 50, 80 and 95 % of cases, on training and dev questions and before any policy was trained on them.',
  },
  {
    id: 'curriculum-ends',
    holds: (config) => isSimulated(config) || meets('perfect-simulator')(config),
    sentence: `noise from ${curriculumEnds.start} to ${curriculumEnds.end}; the paper's ends are 0 to 0.75 (7B), 0 to 0.25 (3B) and 0.25 to 0.5 (LLaMA). The end is the share of the real-search arm's training searches that return no gold answer, 59 to 66 % over the last third of three pilots, to the nearest tenth; no simulator was run to choose it.`,
  },
  {
    id: 'gold-judge',
    holds: isSimulated,
    sentence:
      'documents are labelled useful when they hold the gold answer word by word; the paper asks a language model it does not name.',
  },
  {
    id: 'compact-simulator-prompt',
    holds: isSimulated,
    sentence: 'label, question, answer and query without instructions.',
  },
  {
    id: 'bounded-retry',
    holds: isSimulated,
    sentence: 'three attempts, then the episode is lost; the published code retries for ever.',
  },
  {
    id: 'no-invented-documents',
    holds: isSimulated,
    sentence: 'a failed search fails its episode; the published code shows `No information available`.',
  },
  {
    id: 'simulator-tuning',
    holds: isSimulated,
    sentence:
      '400 steps of 32 examples at 4e-4 instead of 1,000 steps of 2 at 1e-6; chosen by how well the simulators follow their labels on training and dev questions.',
  },
  {
    id: 'simulator-quality',
    holds: isSimulated,
    sentence:
      'the quality of simulators, their faithfulness to the query included, is measured in no paper; the published ones are known by the policies that they train.',
  },
  {
    id: 'grpo-epsilon',
    holds: trainsBy('grpo'),
    sentence: '1e-4 is added to the deviation of a group, as in ReZero, and not 1e-6.',
  },
  {
    id: 'dr-grpo-normaliser',
    holds: trainsBy('dr-grpo'),
    sentence: 'the divisor is the number of trained tokens of the update and not a constant of the run.',
  },
  {
    id: 'reinforce-plus-plus',
    holds: trainsBy('reinforce++'),
    sentence: 'not in the paper; KL per token in the reward, advantages normalised over the step.',
  },
  {
    id: 'ppo-masked',
    holds: trainsBy('ppo'),
    sentence:
      'advantages, whitening and critic targets cover trained tokens only; as published documents are among them.',
  },
  {
    id: 'zero-value-head',
    holds: trainsBy('ppo'),
    sentence: "the critic's head starts at zero; as published it is random.",
  },
  {
    id: 'critic-learning-rate',
    holds: trainsBy('ppo'),
    sentence: "1e-3 instead of 1e-5, for the reason of the policy's.",
  },
  {
    id: 'reward-to-go',
    holds: ({ algorithm }) => algorithm.name === 'reinforce' && (algorithm.klInReward ?? 0) !== 0,
    sentence:
      'a token answers for the KL penalties from itself on; the published code would give the sum over the whole response to every token.',
  },
  {
    id: 'pairing-by-draw',
    holds: meets('zerosearch/mispaired'),
    sentence:
      'who is mistaken for whom is drawn, 98 % of the searches after the first of an episode; as published it follows from places in the batch.',
  },
  {
    id: 'answer-from-policy',
    sentence:
      'the answer scored is the one the protocol acted on; as published it is the last answer span of the whole text, prompt and documents included.',
  },
  {
    id: 'em-is-equality',
    holds: hasExactMatch,
    sentence:
      'EM is equality after normalisation and sub-EM stands beside it; as published containment counts as EM.',
  },
  {
    id: 'no-answer-no-reward',
    holds: scoresNoAnswer,
    sentence:
      "an episode without an answer scores 0; as published it is scored as the answer Beijing, the prompt's example.",
  },
  ...[
    [
      'simulator-prompt-words',
      'sentences and demonstration of the prompt are ours, so published simulators, which were fine-tuned on others, may write worse under them.',
    ],
    [
      'one-line-query',
      'line breaks in a query become blanks, so that no policy writes instructions of its own.',
    ],
    [
      'unnumbered-simulator-text',
      'a text without `Doc 1:` has no document; the published code shows it as it is.',
    ],
  ].map(([id = '', sentence = '']): DeviationRule => ({
    id,
    sentence,
    holds: ({ trainingSearch }) => usesPaperFormat(trainingSearch),
  })),
];

function usesPaperFormat(spec: SearchSpec | undefined): boolean {
  if (spec === undefined) return false;
  if ('format' in spec) return spec.format === 'zerosearch/paper';
  return 'of' in spec && usesPaperFormat(spec.of);
}
