import { z } from 'zod';
import { type Baseline, wordingOf } from '../harness/baseline/index.ts';
import { answered, unanswered } from '../harness/core/episode.ts';
import { lastTurn, rezeroProtocol } from '../harness/rollout/index.ts';
import { criticRate, ppoTraining } from './parts/ppo-training.ts';
import { learningRate } from './parts/rates.ts';
import { trainByReward } from './parts/train-by-reward.ts';

/** Settings of `deepretrieval`. */
export interface DeepRetrievalSettings {
  readonly learningRate: number;
  readonly criticLearningRate: number;
  readonly rankedDocuments: number;
}

/**
 * DeepRetrieval: PPO on the query alone. An episode of training is one query, paid by the rank of the first document that
 * holds an answer; nobody reads or answers. Played, the policy asks once, is shown what the search found, and answers.
 *
 * The query stands in a search tag instead of JSON in an answer tag: the policies here know the tag. Reading is ours, since
 * the paper reports retrieval alone.
 */
const deepretrieval: Baseline<'train' | 'training', DeepRetrievalSettings> = {
  id: 'deepretrieval',
  title: 'PPO on the rank that a query retrieves (DeepRetrieval)',
  source:
    'Jiang et al., arXiv 2503.00223; pat-jj/DeepRetrieval @001a563 code/verl/utils/reward_score/nq_serini.py:141-216',
  needs: ['train', 'training'],
  settings: {
    learningRate: learningRate(
      3e-4,
      'ours: as in `search-r1`, so that a difference is the method; 1e-6 there is for 3 billion parameters',
    ),
    criticLearningRate: criticRate,
    rankedDocuments: {
      schema: z.int().positive(),
      default: 20,
      source: 'ours: the second step of its reward; its 3000 are more than a small corpus holds',
    },
  },
  paper: [],
  answer:
    ({ wording }) =>
    async ({ question }, tape) => {
      const protocol = rezeroProtocol({ prompt: wording });
      tape.prompt(protocol.prompt(question));
      const { text, cutShort } = await tape.say({ keep: (said) => protocol.keep(said) });
      const action = protocol.parse(text, { cutShort, final: false });
      if (action.kind === 'answer') return answered(action.answer);
      if (action.kind !== 'search') return unanswered(action.kind === 'end' ? action.reason : 'no-action');
      const documents = await tape.search(action.query);
      tape.observe(protocol.observation(documents), protocol.observationAs);
      return lastTurn(protocol, tape);
    },
  async train(ground, settings) {
    const { config } = ground;
    await trainByReward(ground, {
      ...config,
      seed: ground.seed,
      protocol: { kind: 'rezero', prompt: wordingOf(config.protocol) },
      limits: { ...config.limits, maxTurns: 1, topK: settings.rankedDocuments },
      rewards: [{ name: 'retrieval_rank', weight: 1, reward: 'retrieval-rank' }],
      ...ppoTraining({ ...settings, warmupRatio: 0.1, criticWarmupRatio: 0.1 }),
      // A fact of its HotpotQA script.
      temperature: 0.6,
    });
  },
};
export default deepretrieval;
