import { rm } from 'node:fs/promises';
import { basename } from 'node:path';
import type { TrainingGround } from '../../harness/baseline/index.ts';
import { requireTrainable } from '../../harness/engine/index.ts';
import type { Answer } from '../../harness/rollout/index.ts';
import { describeMachine, openRunLog, processMeter, type RunConfig } from '../../harness/run/index.ts';
import { train } from '../../harness/train/train.ts';

/**
 * Trains a policy by reinforcement learning, as any run is trained, and writes it as a folder of float16; the run stays
 * beside it, in `<to>-run`. Nothing is held out on the ground, so the last step is the one that answers.
 * @param answer the method that is trained; default the protocol's own.
 * @throws TwinZeroError as `openRunLog` and `train`.
 */
export async function trainByReward(
  ground: TrainingGround,
  config: RunConfig,
  answer?: Answer,
): Promise<void> {
  const { open, place, now, seed, to, onStep } = ground;
  const folder = `${to}-run`;
  await rm(folder, { recursive: true, force: true });
  const { steps } = config;
  const opened = await open({ ...config, evaluateEvery: steps, checkpointEvery: steps });
  const kit = { ...opened, ...(answer !== undefined && { answer }) };
  try {
    const labels = { reproduction: 'baselines', profile: config.dataset, arm: basename(to), seed };
    const machine = await describeMachine();
    const log = await openRunLog(kit, {
      folder,
      labels,
      place,
      machine,
      meter: processMeter(now),
      resume: false,
    });
    try {
      await train(kit, log, {
        onEvent: (event) => {
          if (event.kind === 'step') onStep?.(event.step, steps);
        },
      });
    } finally {
      await log.close();
    }
    await requireTrainable(kit.policy).learner.save(to, { dtype: 'float16' });
  } finally {
    await kit.close();
  }
}
