// Trains the shipped base policy for two short steps on a reward of your own, and reads what the run wrote.
//
//   npx tsx examples/custom-reward.ts FOLDER
import {
  configOf,
  findReproduction,
  parseRunConfig,
  readRun,
  type Reward,
  tokenF1,
  trainInto,
} from 'twinzero';

const [folder = 'my-run'] = process.argv.slice(2);

/** Thrift: the F1 of the answer, divided by the searches it took. What cannot be known is missing, never 0. */
const thrift: Reward = ({ answer, answers, found }) =>
  answer === undefined || found === undefined
    ? { missing: 'the searches of the episode' }
    : { value: tokenF1(answer ?? '', answers) / Math.max(1, found.length) };

const rezero = await findReproduction('rezero');
const profile = { seeds: [1], steps: 2, evaluateEvery: 2, checkpointEvery: 2 };
const config = parseRunConfig({
  ...configOf(rezero, { arm: 'rezero', seed: 1, profile }),
  questionsPerStep: 4,
  groupSize: 4,
  rewards: [
    { name: 'thrift', weight: 2, reward: 'mine/thrift' },
    { name: 'format', weight: 1, reward: 'format' },
    // Measured beside them, and not paid.
    { name: 'f1', weight: 0, reward: 'f1' },
  ],
});
await trainInto(
  { id: 'mine', brings: { rewards: { 'mine/thrift': thrift } } },
  {
    folder,
    config,
    profile: 'example',
    arm: 'thrift',
    seed: 1,
    changes: {},
    resume: false,
    place: { provider: 'cpu', threads: 1 },
  },
  { now: () => performance.now() / 1000 },
);
const { metrics } = await readRun(folder);
for (const { step, reward_mean: reward, thrift: ours } of metrics)
  console.log(`step ${step}: reward ${reward?.toFixed(3)}, thrift ${ours?.toFixed(3)}`);
