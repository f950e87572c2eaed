import { join } from 'node:path';
import { policySpec } from '../../harness/engine/index.ts';
import { findReproduction } from '../../harness/reproduce/find-reproductions.ts';
import type { Reproduction } from '../../harness/reproduce/reproduction.ts';
import { runArm } from '../../harness/reproduce/run-arm.ts';
import type { RunConfig } from '../../harness/run/index.ts';

/** One side of the comparison with SkyRL, as `skyrl.ts` starts it in a process of its own: it may be killed. */
const [side = '', folder = '', model = '', url = ''] = process.argv.slice(2);

/** Ours: what a CPU does in minutes. */
const steps = 30;
const rank = 16;

/** ReZero's recipe at a size and with what the protocol can say: no clipping, temperature 1, a LoRA. */
function small(base: RunConfig): RunConfig {
  const { evaluation: _, ...config } = base;
  return {
    ...config,
    temperature: 1,
    adam: { ...config.adam, maxGradNorm: null },
    learningRate: { kind: 'constant', peak: 2e-3, warmupRatio: 0 },
    // Room enough that no turn is cut: a server that compiles a program per length would compile one for each rest.
    limits: { maxTurns: 3, maxNewTokens: 200, maxTokensPerTurn: 24, topK: 1, maxContextTokens: 256 },
    questionsPerStep: 4,
    groupSize: 4,
    search: { kind: 'bm25' },
  };
}

const rezero = await findReproduction('rezero');
const sized: Reproduction = {
  ...rezero,
  profiles: { ...rezero.profiles, smoke: { seeds: [1], steps, evaluateEvery: steps, checkpointEvery: 5 } },
  arms: rezero.arms.map((arm) => ({ ...arm, change: (base) => small(arm.change(base)) })),
};
/** The same folder on this machine, and the adapter that the server began with. */
const embedded: Reproduction = {
  ...sized,
  arms: sized.arms.map((arm) => ({
    ...arm,
    change: (base) => ({
      ...arm.change(base),
      policy: policySpec.parse({
        kind: 'embedded',
        folder: model,
        adapter: { folder: join(folder, 'adapter') },
      }),
    }),
  })),
};
const choice = { server: 'skyrl-jax', url, model, rank } as const;
await runArm(
  side === 'server' ? sized : embedded,
  {
    arm: 'rezero',
    seed: 1,
    profile: 'smoke',
    folder: join(folder, side),
    resume: true,
    place: { provider: 'cpu', threads: 1 },
    ...(side === 'server' && { on: choice }),
  },
  {
    now: () => performance.now() / 1000,
    onEvent: (event) => process.stderr.write(`${JSON.stringify(event)}\n`),
  },
);
