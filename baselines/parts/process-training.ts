import { type TrainingGround, wordingOf } from '../../harness/baseline/index.ts';
import { subExactMatch, tokenF1 } from '../../harness/core/answer-match.ts';
import { answered, unanswered } from '../../harness/core/episode.ts';
import { mapConcurrent } from '../../harness/core/map-concurrent.ts';
import type { Question } from '../../harness/core/question.ts';
import { Random } from '../../harness/core/random.ts';
import { TwinZeroError } from '../../harness/core/twin-zero-error.ts';
import type { Datum } from '../../harness/engine/index.ts';
import { playEpisode } from '../../harness/rollout/index.ts';
import { playerOf, type TrainKit } from '../../harness/run/index.ts';
import { demonstrationDatum } from '../../harness/teach/pretrain.ts';
import { fineTune, type FineTuneSettings } from './fine-tune.ts';
import { type LabelledPrefix, monteCarloLabels, type PlayedOn } from './monte-carlo-labels.ts';
import { verdictQuestion } from './process-prompts.ts';
import { resume, type Step, takeStep } from './steps.ts';
import { verdictWords } from './verdict.ts';

/** How steps are labelled, and what is learned from the labels. */
export interface ProcessTrainingSettings extends FineTuneSettings {
  /** Training questions whose steps are labelled. */
  readonly questions: number;
  /** Rollouts from each prefix. */
  readonly rollouts: number;
  /** Rollouts of a question in whose steps an error is looked for. */
  readonly selections: number;
  readonly maxSteps: number;
  /** Documents of a search. */
  readonly topK: number;
}

/** Steps of a question with the share of rollouts from there that were correct. */
interface LabelledSteps extends LabelledPrefix<Step> {
  readonly question: string;
}

/**
 * Labels steps of training questions by Monte Carlo estimation, and trains the policy of the ground on them: to say what
 * each is worth, and to take those that are worth more than a half.
 * @throws TwinZeroError `data` where the policy takes no step that could have a label, `search` where all rollouts of a
 * question are lost.
 */
export async function trainOnSteps(ground: TrainingGround, settings: ProcessTrainingSettings): Promise<void> {
  const kit = await ground.open(ground.config);
  try {
    const questions = Random.seeded(ground.seed)
      .fork('process questions')
      .shuffle(kit.dataset.train)
      .slice(0, settings.questions);
    const limit = Math.max(1, Math.floor(kit.policy.profile.maxConcurrency / settings.rollouts));
    const labelled = await mapConcurrent(questions, (question) => labelsOf(question, kit, settings), {
      limit,
    });
    const data = labelled.flat().flatMap((one) => [...verdictData(one, kit), ...stepData(one, kit)]);
    if (data.length === 0)
      throw new TwinZeroError(
        'data',
        `no step of data set ${kit.dataset.id} has a label, as the policy neither searches nor answers; start from one that speaks the protocol`,
      );
    await fineTune(kit, data, { ...settings, ground });
  } finally {
    await kit.close();
  }
}

/** How many times a question is asked whose rollouts are all wrong; the paper asks a stronger model. */
const patience = 4;

/**
 * The labels of a question's steps: those of the binary searches, and all answers that were met on the way, each right or
 * wrong for certain.
 */
async function labelsOf(
  question: Question,
  kit: TrainKit,
  settings: ProcessTrainingSettings,
): Promise<LabelledSteps[]> {
  const labels = new Map<string, LabelledPrefix<Step>>();
  const label = ({ prefix, share }: LabelledPrefix<Step>): unknown =>
    labels.set(JSON.stringify(prefix), { prefix, share });
  const playOn = async (prefix: readonly Step[]): Promise<PlayedOn<Step>[]> => {
    const last = prefix.at(-1);
    if (last?.shown === null) return [{ steps: prefix, correct: isCorrect(last.subject, question) }];
    const played = await rolloutsFrom({ question, prefix }, kit, settings);
    for (const { steps, correct } of played)
      if (steps.at(-1)?.shown === null) label({ prefix: steps, share: correct ? 1 : 0 });
    return played;
  };
  for (const one of await monteCarloLabels(playOn, settings)) if (one.prefix.length > 0) label(one);
  return [...labels.values()].map((one) => ({ ...one, question: question.question }));
}

/** Rollouts from a prefix; from the question itself again and again while none is right, within bounds. */
async function rolloutsFrom(
  { question, prefix }: Omit<RolloutPlace, 'sample'>,
  kit: TrainKit,
  settings: ProcessTrainingSettings,
): Promise<PlayedOn<Step>[]> {
  const played: PlayedOn<Step>[] = [];
  for (let round = 0; round < (prefix.length === 0 ? patience : 1); round += 1) {
    const places = Array.from({ length: settings.rollouts }, (_, i) => round * settings.rollouts + i);
    const rollouts = places.map((sample) => rollout({ question, prefix, sample }, kit, settings));
    played.push(...(await Promise.all(rollouts)).filter((one) => one !== null));
    if (played.some(({ correct }) => correct)) break;
  }
  if (played.length > 0) return played;
  throw new TwinZeroError(
    'search',
    `all rollouts of question ${question.id} were lost; see to search and engine, and run again`,
  );
}

interface RolloutPlace {
  readonly question: Question;
  readonly prefix: readonly Step[];
  readonly sample: number;
}

/** One way of playing on; null where it was lost by a fault of search or engine. */
async function rollout(
  { question, prefix, sample }: RolloutPlace,
  kit: TrainKit,
  { maxSteps, topK }: ProcessTrainingSettings,
): Promise<PlayedOn<Step> | null> {
  const steps = [...prefix];
  const random = Random.seeded(kit.config.seed).fork(
    'process labels',
    question.id,
    JSON.stringify(prefix),
    sample,
  );
  const { outcome } = await playEpisode(question, {
    ...playerOf(kit, kit.trainingSearch),
    id: `label/${question.id}/${sample}`,
    sample,
    sampling: { temperature: 1 },
    random,
    answer: async (asked, tape) => {
      resume(tape, { question: asked.question, steps: prefix }, kit.protocol);
      while (steps.length < maxSteps) {
        const step = await takeStep(tape, kit.protocol, { topK });
        if (step === null) break;
        steps.push(step);
        if (step.shown === null) return answered(step.subject);
      }
      return unanswered('no-action');
    },
  });
  if (outcome.kind === 'failed') return null;
  return { steps, correct: outcome.kind === 'answered' && isCorrect(outcome.answer, question) };
}

/** ReARTeR's own measure of a rollout (PRM_Data/module.py @bd5dd67): F1 above a half, or a gold answer in it. */
function isCorrect(answer: string, { answers }: Question): boolean {
  return tokenF1(answer, answers) > 0.5 || subExactMatch(answer, answers) === 1;
}

/** The verdict on the last step, each word of it as often as the label says. */
function verdictData({ question, prefix, share }: LabelledSteps, { policy, config }: TrainKit): Datum[] {
  const { codec } = policy;
  const wording = wordingOf(config.protocol);
  const { prompt, lead } = verdictQuestion({ question, steps: prefix }, wording);
  const asked = [...codec.prompt(prompt), ...codec.encode(lead)];
  const { good, bad } = verdictWords[wording];
  return (
    [
      [good, share],
      [bad, 1 - share],
    ] as const
  ).flatMap(([word, weight]) => {
    const said = codec.encode(word);
    const tokens = [...asked, ...said];
    const weights = tokens.map((_, i) => (i < asked.length ? 0 : weight)).slice(1);
    return weight === 0 || tokens.length > config.limits.maxContextTokens ? [] : [{ tokens, weights }];
  });
}

/** The last step behind the ones before it, where it is worth more than a half. */
function stepData({ question, prefix, share }: LabelledSteps, { policy, protocol }: TrainKit): Datum[] {
  if (share <= 0.5) return [];
  const turns = prefix.flatMap(({ said, shown }, i) => [
    { role: 'policy' as const, text: said, weight: i === prefix.length - 1 ? 1 : 0 },
    ...(shown === null || i === prefix.length - 1 ? [] : [{ role: 'observation' as const, text: shown }]),
  ]);
  const { observationAs } = protocol;
  const prompt = { role: 'prompt' as const, text: protocol.prompt(question) };
  return [demonstrationDatum(policy.codec, [prompt, ...turns], { contextWeight: 0, observationAs })];
}
