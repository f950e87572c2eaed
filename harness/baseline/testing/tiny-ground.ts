import { join } from 'node:path';
import { inFolder, type Learner, requireTrainable } from '../../engine/index.ts';
import { evaluatePolicy, type JudgedEpisode } from '../../evaluate/evaluate-policy.ts';
import { holdOut } from '../../data/dataset.ts';
import { protocolOf } from '../../rollout/index.ts';
import type { RunConfig, TrainKit } from '../../run/index.ts';
import { TableCritic } from '../../train/testing/table-critic.ts';
import type { TinyTask } from '../../train/testing/tiny-demonstrations.ts';
import { tinyBasePolicy, tinyWorldCodec } from '../../train/testing/tiny-policy.ts';
import { tinyConfig, tinyKit } from '../../train/testing/tiny-run.ts';
import { type Baseline, baselineAnswer, type GivenSettings, settingsOf } from '../baseline.ts';
import { worldOf } from '../world-of.ts';

/** How well a tiny policy answers its training questions by a baseline, and what its training said of its steps. */
export interface TinyLesson {
  /** Share of what is right, greedy, before and after: answers, or first queries. */
  readonly before: number;
  readonly after: number;
  /** Configurations that were opened, in order. */
  readonly opened: readonly RunConfig[];
  /** What each sequence of supervised training has weight on, in words. */
  readonly taught: readonly string[];
  /** Each step that was told, of how many. */
  readonly steps: readonly (readonly [step: number, steps: number])[];
}

/** Opens a configuration on the tiny world, with a table policy that speaks its protocol. */
async function openTiny(config: RunConfig, guesses: TinyTask['guesses'] = 'answer'): Promise<TrainKit> {
  const protocol = protocolOf(config.protocol);
  const critic = config.critic === undefined ? null : new TableCritic(tinyWorldCodec.vocabularySize);
  return tinyKit({ config, protocol, critic, policy: await tinyBasePolicy({ protocol, guesses }) });
}

/** How a baseline is trained on the tiny world. */
export interface TinyGround {
  readonly folder: string;
  readonly settings: GivenSettings;
  readonly seed: number;
  readonly steps: number;
  /** What the policy that is trained only guesses; default the answer. */
  readonly guesses?: TinyTask['guesses'];
  /** In place of those of the tiny world. */
  readonly parts?: Partial<TrainKit>;
}

/** Trains a baseline on the tiny world in `folder`, and plays what it left. */
export async function learnTiny(
  baseline: Baseline,
  { folder, settings, seed, steps: budget, guesses = 'answer', parts = {} }: TinyGround,
): Promise<TinyLesson> {
  const config = tinyConfig({ seed, steps: budget, questionsPerStep: 4 });
  const opened: RunConfig[] = [];
  const steps: [number, number][] = [];
  const taught: string[] = [];
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
        const kit = await openTiny(changed, guesses);
        overhear(requireTrainable(kit.policy).learner, taught);
        return { ...kit, ...parts, dataset: { ...(parts.dataset ?? kit.dataset), dev: [], heldOut: [] } };
      },
      onStep: (...told) => steps.push(told),
    },
    values,
  );
  const kit = await openTiny({ ...config, protocol: opened[0]?.protocol ?? config.protocol }, guesses);
  const share = async (): Promise<number> => shareRight(await play(baseline, kit, values), guesses);
  const before = await share();
  await requireTrainable(kit.policy).learner.load(inFolder(to));
  return { before, after: await share(), opened, taught, steps };
}

/** Notes what supervised training has weight on. */
function overhear(learner: Learner, taught: string[]): void {
  const forwardBackward = learner.forwardBackward.bind(learner);
  learner.forwardBackward = (data, loss) => {
    if (loss.kind === 'cross_entropy')
      for (const { tokens, weights } of data)
        taught.push(tinyWorldCodec.decode(tokens.slice(1).filter((_, i) => (weights[i] ?? 0) > 0)));
    return forwardBackward(data, loss);
  };
}

function play(baseline: Baseline, kit: TrainKit, settings: GivenSettings): Promise<JudgedEpisode[]> {
  const answer = baselineAnswer(baseline, worldOf(kit), settings);
  const questions = kit.dataset.train.map((question) => holdOut(question));
  return evaluatePolicy(kit, questions, { seed: kit.config.seed, answer });
}

/** The share of episodes with the right answer, or whose first query finds the gold chunk. */
function shareRight(played: readonly JudgedEpisode[], guesses: TinyTask['guesses']): number {
  const right = played.filter(({ episode, outcome }) =>
    guesses === 'query' ? episode.searches[0]?.goldRank === 1 : outcome.correct === true,
  );
  return right.length / played.length;
}
