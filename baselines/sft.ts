import { type Baseline, lessonData, playLesson, worldOf } from '../harness/baseline/index.ts';
import { mapConcurrent } from '../harness/core/map-concurrent.ts';
import { Random } from '../harness/core/random.ts';
import { TwinZeroError } from '../harness/core/twin-zero-error.ts';
import type { Datum } from '../harness/engine/index.ts';
import type { TrainKit } from '../harness/run/index.ts';
import direct from './direct.ts';
import { answerTokens } from './parts/answer-tag.ts';
import { fineTune, type FineTuneSettings, fineTuneSettings } from './parts/fine-tune.ts';

/** Settings of `sft`. */
export interface SftSettings extends FineTuneSettings {
  readonly answerTokens: number;
}

/**
 * Supervised fine-tuning: the policy learns the answers of the training questions by heart, without a search, and is then
 * asked as in `direct`. What it gains on questions it has not met is what answers of a kind have in common.
 */
const sft: Baseline<'train' | 'training' | 'continuation', SftSettings> = {
  id: 'sft',
  title: 'supervised fine-tuning on questions and answers (SFT)',
  source: 'Search-R1 (arXiv 2503.09516) section 4.1, whose settings are not published',
  needs: ['train', 'training', 'continuation'],
  settings: { answerTokens, ...fineTuneSettings },
  paper: [
    {
      model: 'Qwen2.5-7B',
      metric: 'EM',
      source: 'Search-R1 Table 2, through secondary sources',
      shares: {
        nq: 0.318,
        triviaqa: 0.354,
        popqa: 0.121,
        hotpotqa: 0.217,
        '2wiki': 0.259,
        musique: 0.066,
        bamboogle: 0.112,
      },
    },
    {
      model: 'Qwen2.5-3B',
      metric: 'EM',
      source: 'Search-R1 Table 2, through secondary sources',
      shares: {
        nq: 0.249,
        triviaqa: 0.292,
        popqa: 0.104,
        hotpotqa: 0.186,
        '2wiki': 0.248,
        musique: 0.044,
        bamboogle: 0.112,
      },
    },
  ],
  answer: (world, settings) => direct.answer(world, { answerTokens: settings.answerTokens }),
  async train(ground, settings) {
    const kit = await ground.open(ground.config);
    try {
      await fineTune(kit, await answerData(kit, settings), { ...settings, ground });
    } finally {
      await kit.close();
    }
  },
};
export default sft;

/** Every training question that has an answer, as it will be asked, with its first gold answer. */
async function answerData(kit: TrainKit, settings: SftSettings): Promise<Datum[]> {
  const { dataset, policy, protocol, config } = kit;
  // An engine that trains is sent tokens.
  const world = { ...worldOf(kit), continuation: true } as const;
  const answer = direct.answer(world, { answerTokens: settings.answerTokens });
  const search = kit.search.at({ step: 0, steps: config.steps });
  const place = { codec: policy.codec, protocol, limits: config.limits };
  const random = Random.seeded(config.seed);
  const lessons = dataset.train.flatMap((question) => {
    const [gold] = question.answers;
    return gold === undefined
      ? []
      : [{ question, chunks: [], search, random, speak: () => ` ${gold}</answer>` }];
  });
  if (lessons.length === 0)
    throw new TwinZeroError(
      'data',
      `data set ${dataset.id} has no training question with an answer; leave sft out`,
    );
  const played = await mapConcurrent(lessons, (lesson) => playLesson(answer, lesson, place), { limit: 1 });
  return played.flatMap((episode) => lessonData(episode, 0));
}
