import { z } from 'zod';
import type { Baseline, WorldWith } from '../harness/baseline/index.ts';
import { answered, unanswered } from '../harness/core/episode.ts';
import { pythonStrip } from '../harness/core/python-text.ts';
import { neutraliseTags, type Tape } from '../harness/rollout/index.ts';
import { answerTokens, tagAnswer } from './parts/answer-tag.ts';
import { fineTuneSettings } from './parts/fine-tune.ts';
import { logOdds, lookAheadValue, probabilityOf } from './parts/look-ahead.ts';
import { openAside } from './parts/open-aside.ts';
import { critiquePrompt, refinementPrompt, type Rejected, verdictQuestion } from './parts/process-prompts.ts';
import { type ProcessTrainingSettings, trainOnSteps } from './parts/process-training.ts';
import { resume, type Step, takeStep } from './parts/steps.ts';
import { verdict } from './parts/verdict.ts';

/** Settings of `process-reward`. */
export interface ProcessRewardSettings extends ProcessTrainingSettings {
  /** Continuations that are tried for each step. */
  readonly candidates: number;
  /** Steps of a continuation. */
  readonly lookAhead: number;
  /** Rise of the log odds below which what follows is ignored. */
  readonly settled: number;
  /** Share of the way by which a value moves to the next one, 0 to 1. */
  readonly rate: number;
  /** Value below which a step is criticised and taken again, 0 to 1. */
  readonly threshold: number;
  readonly maxSteps: number;
  /** Documents of a search. */
  readonly topK: number;
  readonly answerTokens: number;
}

const count = z.int().positive();
const share = z.number().min(0).max(1);
const code = 'Jeryi-Sun/ReARTeR @bd5dd67 active_pipeline.py';

/**
 * ReARTeR: a process reward model (PRM) chooses among steps, and a process explanation model (PEM) mends poor ones. For each
 * step several continuations are played some steps ahead; the PRM scores every prefix of them, and the step whose value is
 * the highest in view of what follows is taken. Where that value is too low, the PEM writes a critique, with which the step
 * is taken again; the second one is taken as it is. The PRM learns from Monte Carlo estimates: from prefixes of
 * steps the policy plays on, and the share of right answers is the label.
 *
 * A step is a turn of the policy's protocol, a search with what it found or the answer: follow-up and search flag are its
 * tags, and the intermediate answer stands in the next thought. One policy has all roles, where the paper has three models:
 * the PRM is the probability of its next word being a verdict, trained by cross-entropy on the label itself instead of KTO
 * on whether it is above a half; the PEM is taught by lessons instead of by KTO on whether a critique helped. On steps
 * whose label is above a half the policy is trained in the same pass, which stands for the paper's post-training. An
 * answer is the last step; a summary is asked for where none was given.
 */
const processReward: Baseline<'train' | 'training' | 'logprobs' | 'continuation', ProcessRewardSettings> = {
  id: 'process-reward',
  title: 'look-ahead by a process reward model, and critiques (ReARTeR)',
  source: `Sun et al., arXiv 2501.07861; ${code}:1143-1275, 1576-1654, 1715-1724, PRM_Data/module.py`,
  needs: ['train', 'training', 'logprobs', 'continuation'],
  settings: {
    candidates: { schema: count, default: 3, source: `${code}: num 3` },
    lookAhead: { schema: count, default: 3, source: `${code}: step 3; 1 once more than 3 steps are taken` },
    settled: { schema: z.number(), default: 0.05, source: `${code}: 0.05` },
    rate: { schema: share, default: 0.5, source: `${code}: 0.5` },
    threshold: { schema: share, default: 0.25, source: `${code}: beta 0.25 for a local model, 0.5 for GPT` },
    maxSteps: { schema: count, default: 5, source: `${code}: 5 steps` },
    topK: { schema: count, default: 1, source: `${code}: 1 document` },
    answerTokens,
    questions: { schema: count, default: 200, source: 'PRM_Data/module.py @bd5dd67: 200 of each data set' },
    rollouts: { schema: count, default: 5, source: 'PRM_Data/module.py @bd5dd67: 5' },
    selections: { schema: count, default: 20, source: 'PRM_Data/module.py @bd5dd67: about 20' },
    ...fineTuneSettings,
    learningRate: {
      ...fineTuneSettings.learningRate,
      default: 3e-4,
      source: 'ours: as in `rejection-sampling`; 5e-6 there is for 8 billion parameters',
    },
  },
  paper: [
    {
      model: 'GPT-4o-mini',
      metric: 'sub-EM',
      source: 'arXiv 2503.05592 v2, Table 2',
      shares: { hotpotqa: 0.468, '2wiki': 0.554, bamboogle: 0.496, musique: 0.296 },
    },
    {
      model: 'Llama-3.1-8B-Instruct',
      metric: 'sub-EM',
      source: 'arXiv 2503.05592 v2, Table 2',
      shares: { hotpotqa: 0.424, '2wiki': 0.47, bamboogle: 0.438, musique: 0.244 },
    },
    {
      model: 'Llama-3.1-8B-Instruct',
      metric: 'judge',
      source: 'arXiv 2503.05592 v2, Table 2',
      // oxlint-disable-next-line oxc/approx-constant -- a share, not log10(e)
      shares: { hotpotqa: 0.434, '2wiki': 0.364, bamboogle: 0.484, musique: 0.252 },
    },
  ],
  answer:
    (world, settings) =>
    async ({ question }, tape) => {
      const steps: Step[] = [];
      while (steps.length < settings.maxSteps && steps.at(-1)?.shown !== null) {
        const step = await nextStep(steps, { tape, question, world, settings });
        if (step === null) break;
        steps.push(step);
      }
      const last = steps.at(-1);
      if (last === undefined) return unanswered('no-action');
      resume(tape, { question, steps }, world.protocol);
      return last.shown === null ? answered(last.subject) : tagAnswer(tape, settings.answerTokens);
    },
  train: trainOnSteps,
  lessons: {
    meridian: async (options) =>
      (await import('./lessons/process-reward-lessons.ts')).processRewardLessons(options),
  },
};
export default processReward;

/** What one question is played with. */
interface Play {
  readonly tape: Tape;
  readonly question: string;
  readonly world: Pick<WorldWith<'logprobs'>, 'wording' | 'protocol' | 'logprobs'>;
  readonly settings: ProcessRewardSettings;
}

/** The step that the PRM likes best, or what the PEM makes of it; null where the policy takes none. */
async function nextStep(steps: readonly Step[], play: Play): Promise<Step | null> {
  const { question, settings } = play;
  const continuations = await continued(steps, play);
  const scored = new Map<string, number>();
  let best: Rejected | null = null;
  for (const [current, ...future] of continuations) {
    if (current === undefined) continue;
    const odds: number[] = [];
    for (let length = 1; length <= future.length + 1; length += 1) {
      const prefix = [current, ...future].slice(0, length);
      const key = JSON.stringify(prefix);
      const known = scored.get(key) ?? (await scoreOf([...steps, ...prefix], play));
      scored.set(key, known);
      odds.push(logOdds(known));
    }
    const score = probabilityOf(lookAheadValue(odds, settings));
    if (best === null || score > best.score) best = { question, steps, current, future, score };
  }
  if (best === null || best.score >= settings.threshold) return best?.current ?? null;
  return (await mended(best, play)) ?? best.current;
}

/** Temperatures of which each continuation draws one (active_pipeline.py @bd5dd67). */
const temperatures = [0.7, 1];

/** Continuations behind the steps taken, each some steps long, the shorter for an answer or a dead end. */
async function continued(
  steps: readonly Step[],
  { tape, question, world, settings }: Play,
): Promise<Step[][]> {
  const { candidates, topK } = settings;
  const ahead = steps.length > 3 ? 1 : settings.lookAhead;
  const continuations: Step[][] = [];
  for (let i = 0; i < candidates; i += 1) {
    const side = tape.branch();
    const temperature = side.random.fork('temperature').pick(temperatures);
    resume(side, { question, steps }, world.protocol);
    const taken: Step[] = [];
    while (taken.length < ahead && taken.at(-1)?.shown !== null) {
      const step = await takeStep(side, world.protocol, { temperature, topK });
      if (step === null) break;
      taken.push(step);
    }
    continuations.push(taken);
  }
  return continuations;
}

/** The PRM's probability that the last of the steps is a good one. */
function scoreOf(steps: readonly Step[], { tape, question, world }: Play): Promise<number> {
  const { wording, logprobs: codec } = world;
  return verdict(tape.branch(), verdictQuestion({ question, steps }, wording), { codec, wording });
}

/** The step taken again after a critique of the PEM; null where that takes no usable action. */
async function mended(rejected: Rejected, { tape, world, settings }: Play): Promise<Step | null> {
  const { wording, protocol } = world;
  const critic = tape.branch();
  openAside(critic, critiquePrompt(rejected, wording));
  const critique = neutraliseTags(pythonStrip((await critic.say()).text));
  const side = tape.branch();
  openAside(side, refinementPrompt(rejected, critique, wording));
  return takeStep(side, protocol, { topK: settings.topK });
}
