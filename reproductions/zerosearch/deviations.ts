import type { AlgorithmChoice } from '../../harness/algorithm/algorithms.ts';
import { type Arm, curriculumEnds } from './arms.ts';

/** Sentences for the report, each the reason for a value that is not the paper's. */
const shared: readonly string[] = [
  'policy: a decoder of 0.75 million parameters taught on demonstrations instead of Qwen2.5 and LLaMA-3.2 of 3B and 7B.',
  'starts: "demonstration-tuned" is meridian-base shown 80 steps of demonstrations in this protocol and stands for the instruct models; "base" is meridian-base, which knows another protocol only, and stands for the base models.',
  'real-search: BM25 over the archive, 10 % of searches answered by a random chunk, instead of Google through SerpAPI.',
  'world: Meridian, an invented archive of 341 chunks, instead of seven question-answering sets.',
  'documents: one document per search instead of 5, to keep episodes short.',
  'limits: 5 turns of 32 tokens and 448 tokens in all instead of turns of 500 and a context of 4096.',
  'turns: 5, which the authors recommend later; 2 was the setting of the published runs.',
  'batch: 8 questions of 5 episodes and one optimiser step instead of 64 questions of 5 in mini-batches of 256.',
  'learning-rate: 3e-4 after a warm-up of a tenth instead of 1e-6 after a warm-up of 95 %, because all weights of a small policy are trained for few steps.',
  'steps: 25 steps in the default profile instead of 203.',
  'top-p: sampling at temperature 1 without top-p 0.95, so that the sampled distribution is the trained one.',
  'evaluation: greedy on all questions, exact match; the published numbers are sampled, by containment, and lose the last batch.',
  'choose-on-dev: the step reported is the best one on 64 dev questions.',
  'compact-prompt: the prompt is the question alone.',
  'empty-query: a blank query is an invalid action; the published code sends it.',
  'stop-on-tags: sampling stops at a closing tag; the published code samples on and cuts.',
];

const pairingByDraw =
  'pairing-by-draw: who is mistaken for whom is drawn, 98 % of the searches after the first of an episode; as published it follows from places in the batch.';

const byAlgorithm: Readonly<Partial<Record<AlgorithmChoice['name'], readonly string[]>>> = {
  grpo: ['grpo-epsilon: 1e-4 is added to the deviation of a group, as in ReZero, and not 1e-6.'],
  'dr-grpo': [
    'dr-grpo-normaliser: the divisor is the number of trained tokens of the update and not a constant of the run.',
  ],
  'reinforce++': [
    'reinforce-plus-plus: not in the paper; KL per token in the reward, advantages normalised over the step.',
  ],
  ppo: [
    'ppo-masked: advantages, whitening and critic targets cover trained tokens only; as published documents are among them.',
    "zero-value-head: the critic's head starts at zero; as published it is random.",
    "critic-learning-rate: 1e-3 instead of 1e-5, for the reason of the policy's.",
  ],
};

const simulated: readonly string[] = [
  'simulators: decoders of 0.2, 0.8 and 3 million parameters that learned to write on other worlds, instead of Qwen2.5 of 3B, 7B and 14B; fine-tuned on searches of the training chunks only.',
  `curriculum-ends: noise from ${curriculumEnds.start} to ${curriculumEnds.end}; the paper's ends are 0 to 0.75 (7B), 0 to 0.25 (3B) and 0.25 to 0.5 (LLaMA). The end is the share of the real-search arm's training searches that return no gold answer, 59 to 61 % late in a run of 40 steps with seed 11; no simulator was run to choose it.`,
  'gold-judge: documents are labelled useful when they hold the gold answer word by word; the paper asks a language model it does not name.',
  'compact-simulator-prompt: label, question, answer and query without instructions.',
  'bounded-retry: three attempts, then the episode is lost; the published code retries for ever.',
  'no-invented-documents: a failed search fails its episode; the published code shows `No information available`.',
  'simulator-tuning: 150 steps of 32 examples at 1e-3 (S) and 4e-4 (M, L) instead of 1,000 steps of 2 at 1e-6; chosen by how well the simulators follow their labels on training and dev questions.',
];

/** What an arm does otherwise than the paper, on purpose. */
export function deviationsOf({ search, algorithm, publishedBug }: Arm): readonly string[] {
  return [
    ...shared,
    ...(search === 'real' || search === 'none' ? [] : simulated),
    ...(algorithm === undefined ? [] : (byAlgorithm[algorithm.name] ?? [])),
    ...(publishedBug === 'pairing-bug' ? [pairingByDraw] : []),
  ];
}
