import type { Preset } from '../../harness/reproduce/preset.ts';
import { parseRunConfig } from '../../harness/run/index.ts';
import { rewardSets } from './rewards.ts';

/** The model of the paper, as servers name it, and where its tokenizer is looked for. */
const llama = 'meta-llama/Llama-3.2-3B-Instruct';

/**
 * The settings of the 46.88 % run of 4 April 2025, at the paper's size: a 3B model on a server that trains. Its dense
 * index, and its judge that is the base model, are not what a `RunConfig` states here: see the deviations.
 */
const paperConfig = parseRunConfig({
  dataset: 'apollo13',
  policy: {
    kind: 'tinker',
    server: 'skyrl-jax',
    model: llama,
    tokenizer: `data/models/${llama.split('/')[1] ?? llama}`,
    adapter: { rank: 64, seed: 3407 },
  },
  protocol: { kind: 'rezero', prompt: 'instructions' },
  // DEVIATION(retrieval)
  search: { kind: 'bm25' },
  // DEVIATION(paper-judge)
  judge: { kind: 'match' },
  rewards: rewardSets['paper-2025-04-04'].rewards,
  limits: { maxTurns: 20, maxNewTokens: 4096, maxTokensPerTurn: 1024, topK: 2, maxContextTokens: 8192 },
  seed: 3407,
  steps: 1000,
  questionsPerStep: 1,
  groupSize: 8,
  temperature: 0.9,
  learningRate: { kind: 'cosine', peak: 5e-6, warmupRatio: 0.1 },
  adam: { beta1: 0.9, beta2: 0.99, weightDecay: 0.1, maxGradNorm: 0.1 },
  algorithm: { name: 'grpo', scale: 'std' },
  loss: { kind: 'importance_sampling' },
  reduction: 'sequence-mean',
  klCoefficient: 0.04,
  evaluateEvery: 50,
  checkpointEvery: 50,
});

/** The settings of ReZero's published run. */
export function rezeroPresets(): readonly Preset[] {
  return [
    {
      id: 'paper-2025-04-04',
      title: 'the run of 46.88 %: Llama-3.2-3B-Instruct, 1000 steps of one question and eight episodes',
      config: paperConfig,
      beyond: {
        embeddingModel: 'avsolatorio/NoInstruct-small-Embedding-v0',
        judge: 'the base model in 4 bit, temperature 0.1',
        quantisation: '4 bit',
        adapterAlpha: 64,
        evaluationTopP: 0.95,
      },
      deviations: [
        'retrieval: BM25 instead of a dense index of NoInstruct-small-Embedding-v0.',
        'paper-judge: a match with the gold answer instead of the base model, which judged its own training.',
      ],
      sources: {
        dataset: 'ReZero data/chunks.csv, data/questions.json @010957c',
        policy: 'README; ReZero src/config.py @010957c (rank 64, seed 3407)',
        'protocol.kind': 'ReZero src/agent.py @010957c',
        'protocol.prompt': 'ReZero src/prompts.py @010957c',
        search: 'ours, see deviations',
        judge: 'ours, see deviations',
        rewards: 'ReZero train_grpo.py:122-132 @20fb677',
        limits: 'README exp-02; ReZero src/config.py @010957c',
        seed: 'ReZero src/config.py @010957c',
        steps: 'README; the file says 101',
        questionsPerStep: 'ReZero train_grpo.py:43-78 @010957c',
        groupSize: 'ReZero src/config.py @010957c',
        temperature: 'UnslothGRPOTrainerTemp.py:601 @20fb677',
        learningRate: 'ReZero src/config.py @010957c',
        adam: 'ReZero src/config.py @010957c',
        algorithm: "TRL's GRPO, as unsloth patches it",
        loss: 'UnslothGRPOTrainerTemp.py:132 @20fb677',
        reduction: 'UnslothGRPOTrainerTemp.py:304-308 @20fb677',
        klCoefficient: "TRL's default",
        evaluateEvery: 'the checkpoints that the authors evaluated',
        checkpointEvery: 'ReZero src/config.py @010957c',
        epochsPerStep: "TRL's default",
        minibatches: "TRL's default",
        maxFailureShare: 'ours',
      },
      curricula: [],
    },
  ];
}
