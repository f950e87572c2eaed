/** Files that add a part, and for one that stands in a table the single line it needs there. */
export interface Addition {
  readonly files: Readonly<Record<string, string>>;
  readonly table?: {
    readonly file: string;
    readonly lines: readonly (readonly [before: string, after: string])[];
  };
}

/** One part of every kind that can be added, each the least that works. */
export const additions: Readonly<Record<string, Addition>> = {
  'a reward': {
    files: {
      'harness/reward/brevity-reward.ts': `
import type { RewardValue, Scorable } from './reward.ts';

/** Brevity: 1 over the number of messages. */
export function brevityReward({ messages }: Scorable): RewardValue {
  return { value: 1 / messages.length };
}
`,
    },
    table: {
      file: 'harness/reward/rewards.ts',
      lines: [
        [
          'import { withDefaultAnswer }',
          "import { brevityReward } from './brevity-reward.ts';\nimport { withDefaultAnswer }",
        ],
        ["  'corrected-retry': ", "  brevity: brevityReward,\n  'corrected-retry': "],
      ],
    },
  },
  'an algorithm': {
    files: {
      'harness/algorithm/plain.ts': `
import { z } from 'zod';
import { kind } from '../core/kinds.ts';
import type { Algorithm } from './algorithm.ts';

/** The reward itself as the advantage, times \`scale\`. */
export const plainKind = kind(
  z.strictObject({ name: z.literal('plain'), scale: z.number() }),
  ({ scale }): Algorithm => ({
    id: 'plain',
    needs: [],
    advantages: (groups) => groups.map(({ rewards }) => rewards.map((reward) => reward === null ? null : scale * reward)),
    loss: (objective, settings) => ({ ...objective, ...settings }),
  }),
);
`,
    },
    table: {
      file: 'harness/algorithm/algorithms.ts',
      lines: [
        ['import { ppoKind }', "import { plainKind } from './plain.ts';\nimport { ppoKind }"],
        ['const kinds = [', 'const kinds = [plainKind, '],
      ],
    },
  },
  'an engine': {
    files: {
      'harness/engine/parrot/parrot-kind.ts': `
import { mkdir } from 'node:fs/promises';
import { z } from 'zod';
import { kind } from '../../core/kinds.ts';
import type { Datum, Scorer } from '../engine.ts';
import type { PolicyEngine } from '../policy-engine.ts';
import { inFolder } from '../weights-ref.ts';

const zeros = (tokens: readonly unknown[]): number[] => tokens.slice(1).map(() => 0);
const scorer: Scorer = { logprobs: async (sequences) => sequences.map(zeros) };

/** A policy that always says the same, byte by byte. */
export const parrotKind = kind(
  z.strictObject({ kind: z.literal('parrot'), says: z.string().min(1) }),
  ({ says }): PolicyEngine => ({
    name: 'parrot',
    codec: async () => ({
      vocabularySize: 258,
      encode: (text) => [...Buffer.from(text)],
      decode: (tokens) => Buffer.from(tokens.filter((token) => token < 256)).toString(),
      prompt: (text) => [256, ...Buffer.from(text)],
      observation: (text) => [256, ...Buffer.from(text)],
      stopToken: 257,
    }),
    open: async () => {
      let step = 0;
      return {
        profile: {
          id: 'parrot',
          losses: ['importance_sampling'],
          reductions: ['token-mean'],
          klCorrections: ['none'],
          honours: { topLogprobs: false, allowed: false },
          maxSequenceTokens: 4096,
          maxConcurrency: 4,
          determinism: {},
        },
        sample: async () => {
          const tokens = [...Buffer.from(says), 257];
          return { tokens, logprobs: tokens.map(() => 0), stopReason: 'stop' };
        },
        scorer,
        learner: {
          forwardBackward: async (data: readonly Datum[]) => ({
            loss: 0,
            logprobs: data.map(({ tokens }) => zeros(tokens)),
            entropy: 0,
            kl: null,
            clipFraction: null,
          }),
          optimStep: async () => ({ gradNorm: 0, step: (step += 1) }),
          publish: async () => {},
          save: async (name) => {
            await mkdir(name, { recursive: true });
            return inFolder(name);
          },
          load: async () => {},
        },
        reference: async () => scorer,
        close: async () => {},
      };
    },
  }),
);
`,
    },
    table: {
      file: 'harness/engine/open-policy.ts',
      lines: [
        [
          'import type { OpenPolicy',
          "import { parrotKind } from './parrot/parrot-kind.ts';\nimport type { OpenPolicy",
        ],
        ['const kinds = [', 'const kinds = [parrotKind, '],
      ],
    },
  },
  'a web search': {
    files: {
      'harness/search/web/echo-kind.ts': `
import { z } from 'zod';
import { kind } from '../../core/kinds.ts';
import { hits, hitUrl, serviceId, type WebService } from './web-service.ts';

/** A service that answers with a list of addresses. */
export const echoKind = kind(z.strictObject({ kind: z.literal('echo') }), (settings): WebService => ({
  id: serviceId(settings),
  title: 'Echo',
  documentation: 'https://echo.example',
  address: 'https://echo.example',
  needs: null,
  price: null,
  request: ({ query }) => ({ path: '/', parameters: { query } }),
  reply: z.array(hitUrl).transform((found) => hits(found.map((url) => ({ url, title: url, snippet: '' })))),
}));
`,
    },
    table: {
      file: 'harness/search/web/web-kinds.ts',
      lines: [
        ['import { searxngKind', "import { echoKind } from './echo-kind.ts';\nimport { searxngKind"],
        ['export const webKinds = [', 'export const webKinds = [echoKind, '],
      ],
    },
  },
  'a data set': {
    files: {
      'data/capitals/dataset.ts': `
import type { Question } from '../../harness/core/question.ts';
import { holdOut } from '../../harness/data/dataset.ts';
import type { DatasetSource } from '../../harness/data/dataset-source.ts';

const pairs = [['France', 'Paris'], ['Peru', 'Lima'], ['Chad', 'Ndjamena'], ['Oman', 'Muscat']] as const;
const questions = pairs.map(
  ([land, town]): Question => ({
    id: land,
    question: 'What is the capital of ' + land + '?',
    answers: [town],
    goldChunkId: land,
    chunkIds: [land],
    kind: 'direct',
    answerType: 'town',
  }),
);

const capitals: DatasetSource = {
  id: 'capitals',
  absent: () => null,
  load: async () => ({
    id: 'capitals',
    chunks: pairs.map(([land, town]) => ({ id: land, text: land + ' has ' + town + ' as its capital.' })),
    train: questions.slice(2),
    dev: questions.slice(0, 1).map(holdOut),
    heldOut: questions.slice(0, 2).map(holdOut),
    hashes: {},
  }),
};
export default capitals;
`,
    },
  },
  'a baseline': {
    files: {
      'baselines/lima.ts': `
import type { Baseline } from '../harness/baseline/index.ts';

const lima: Baseline<never, object> = {
  id: 'lima',
  title: 'always Lima',
  source: 'ours: a constant',
  needs: [],
  settings: {},
  paper: [],
  answer: () => async () => ({ kind: 'answered', answer: 'Lima' }),
};
export default lima;
`,
    },
  },
  'a reproduction': {
    files: {
      'reproductions/toy/reproduction.ts': `
import type { Reproduction } from '../../harness/reproduce/reproduction.ts';
import { parseRunConfig } from '../../harness/run/run-config.ts';

const profile = { seeds: [1], steps: 1, evaluateEvery: 1, checkpointEvery: 1 };
const toy: Reproduction = {
  id: 'toy',
  title: 'Toy',
  base: ({ seed, profile: { steps, evaluateEvery, checkpointEvery } }) =>
    parseRunConfig({
      dataset: 'capitals',
      policy: { kind: 'parrot', says: '<answer>Paris</answer>' },
      protocol: { kind: 'search-r1', prompt: 'compact' },
      search: { kind: 'bm25' },
      judge: { kind: 'match' },
      rewards: [{ name: 'brevity', weight: 1, reward: 'brevity' }],
      limits: { maxTurns: 2, maxNewTokens: 64, maxTokensPerTurn: 32, topK: 1, maxContextTokens: 256 },
      seed,
      steps,
      questionsPerStep: 2,
      groupSize: 2,
      temperature: 1,
      learningRate: { kind: 'constant', peak: 1e-3, warmupRatio: 0 },
      adam: { beta1: 0.9, beta2: 0.99, weightDecay: 0, maxGradNorm: null },
      algorithm: { name: 'plain', scale: 2 },
      loss: { kind: 'importance_sampling' },
      reduction: 'token-mean',
      klCoefficient: 0,
      evaluateEvery,
      checkpointEvery,
    }),
  arms: [{ id: 'only', label: 'Only', change: (base) => base }],
  profiles: { smoke: profile, default: profile, full: profile },
  deviations: [],
  rewards: {},
  report: {
    title: 'Toy',
    claims: [],
    paper: { citation: 'none', rows: [], curves: [], comparison: null },
  },
};
export default toy;
`,
    },
  },
};
