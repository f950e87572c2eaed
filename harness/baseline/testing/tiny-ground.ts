import { join } from 'node:path';
import { inFolder, requireTrainable } from '../../engine/index.ts';
import { evaluatePolicy } from '../../evaluate/evaluate-policy.ts';
import { holdOut } from '../../data/dataset.ts';
import { protocolOf } from '../../rollout/index.ts';
import type { RunConfig, TrainKit } from '../../run/index.ts';
import { TableCritic } from '../../train/testing/table-critic.ts';
import { tinyBasePolicy, tinyWorldCodec } from '../../train/testing/tiny-policy.ts';
import { tinyConfig, tinyKit } from '../../train/testing/tiny-run.ts';
import { type Baseline, baselineAnswer, type GivenSettings, settingsOf } from '../baseline.ts';
import { worldOf } from '../world-of.ts';

/** How well a tiny policy answers its training questions by a baseline, and what its training said of its steps. */
export interface TinyLesson {
  /** Share of correct answers, greedy, before and after. */
  readonly before: number;
  readonly after: number;
  /** Configurations that were opened, in order. */
  readonly opened: readonly RunConfig[];
  /** Each step that was told, of how many. */
  readonly steps: readonly (readonly [step: number, steps: number])[];
}

/** Opens a configuration on the tiny world, with a table policy that speaks its protocol. */
async function openTiny(config: RunConfig): Promise<TrainKit> {
  const protocol = protocolOf(config.protocol);
  const critic = config.critic === undefined ? null : new TableCritic(tinyWorldCodec.vocabularySize);
  return tinyKit({ config, protocol, critic, policy: await tinyBasePolicy(protocol) });
}

/** How a baseline is trained on the tiny world. */
export interface TinyGround {
  readonly folder: string;
  readonly settings: GivenSettings;
  readonly seed: number;
  readonly steps: number;
}

/** Trains a baseline on the tiny world in `folder`, and plays what it left. */
export async function learnTiny(
  baseline: Baseline,
  { folder, settings, seed, steps: budget }: TinyGround,
): Promise<TinyLesson> {
  const config = tinyConfig({ seed, steps: budget, questionsPerStep: 4 });
  const opened: RunConfig[] = [];
  const steps: [number, number][] = [];
  const to = join(folder, `${baseline.id}-s${seed}`);
  let clock = 0;
  const values = settingsOf(baseline, settings);
  await baseline.train?.(
    {
      config,
      seed,
      to,
      place: { provider: 'cpu', threads: 1 },
      now: () => (clock += 1),
      open: async (changed) => {
        opened.push(changed);
        const kit = await openTiny(changed);
        return { ...kit, dataset: { ...kit.dataset, dev: [], heldOut: [] } };
      },
      onStep: (...told) => steps.push(told),
    },
    values,
  );
  const kit = await openTiny(opened[0] ?? config);
  const before = await accuracy(baseline, kit, values);
  await requireTrainable(kit.policy).learner.load(inFolder(to));
  return { before, after: await accuracy(baseline, kit, values), opened, steps };
}

async function accuracy(baseline: Baseline, kit: TrainKit, settings: GivenSettings): Promise<number> {
  const answer = baselineAnswer(baseline, worldOf(kit), settings);
  const questions = kit.dataset.train.map((question) => holdOut(question));
  const played = await evaluatePolicy(kit, questions, { seed: kit.config.seed, answer });
  return played.filter(({ outcome }) => outcome.correct === true).length / played.length;
}
