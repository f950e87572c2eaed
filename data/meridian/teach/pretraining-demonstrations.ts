import type { DemonstrationTurn } from '../../../harness/core/episode.ts';
import { Random } from '../../../harness/core/random.ts';
import type { Protocol } from '../../../harness/rollout/index.ts';
import type { World } from '../generate/world.ts';
import { crowdedBackend } from '../../../harness/search/index.ts';
import { demonstrate, type DemonstrateOptions } from './demonstrate.ts';
import { lessonWorlds } from './lesson-world.ts';
import { faultless, type TeacherRates } from './teacher-rates.ts';

/** Settings of the demonstrations that a pretraining run is shown. */
export interface PretrainingOptions {
  readonly seed: number;
  readonly perStep: number;
  /** Steps before the next world: long enough to pay for generating it, too short to learn its facts by heart. */
  readonly stepsPerWorld: number;
  /** Share of searches that return random chunks, so that a wrong result is a familiar sight. */
  readonly noiseRate: number;
  /** Share of demonstrations whose searches return the needed chunks: without it few show how a chunk is read. */
  readonly oracleShare: number;
  /** Share of demonstrations that are reading lessons, see `readingLesson`; default 0. */
  readonly readingShare?: number;
  readonly teacher?: Partial<TeacherRates>;
  /** Documents a search, default 1; a needed chunk then stands among what the query finds. */
  readonly documents?: number;
  /** Default ReZero's with the compact prompt. */
  readonly protocol?: Protocol;
}

/** The demonstrations of each step, all from worlds other than the shipped one; repeatable for a seed. */
export function pretrainingDemonstrations(
  options: PretrainingOptions,
): (step: number) => Promise<DemonstrationTurn[][]> {
  const { seed, perStep, teacher, protocol, documents: topK = 1 } = options;
  const root = Random.seeded(seed).fork('pretrain');
  const worldOf = lessonWorlds(options);
  return (step) => {
    const current = worldOf(step);
    const { world } = current;
    const oracle = topK === 1 ? current.oracle : crowdedBackend(current.oracle, current.search);
    const random = root.fork(step);
    return Promise.all(
      Array.from({ length: perStep }, (_, sample) => {
        const own = random.fork(sample);
        const question = own.fork('question').pick(world.questions);
        const format = protocol === undefined ? {} : { protocol };
        if (own.fork('reading').uniform() < (options.readingShare ?? 0))
          return readingLesson(world, { random: own, search: oracle, topK, ...format });
        const search = own.fork('oracle').uniform() < options.oracleShare ? oracle : current.search;
        return demonstrate(world, question, {
          random: own,
          search,
          topK,
          ...(teacher === undefined ? {} : { teacher }),
          ...format,
        });
      }),
    );
  };
}

/**
 * A faultless demonstration of which only the last turn counts: how needed chunks are read, and nothing of when to
 * search. Half of them read two chunks: a teacher who seldom follows a link would seldom show how a second one is read,
 * and case files are the hardest reading, as their lockers are told in the words of call signs.
 */
async function readingLesson(world: World, options: DemonstrateOptions): Promise<DemonstrationTurn[]> {
  const draw = options.random.fork('lesson');
  const farther = world.questions.filter(({ chunkIds }) => chunkIds.length > 1);
  const question = draw.pick(draw.uniform() < 0.5 ? farther : world.questions);
  const turns = await demonstrate(world, question, { ...options, teacher: faultless });
  return turns.map((turn, i) =>
    turn.role === 'policy' && i < turns.length - 1 ? { ...turn, weight: 0 } : turn,
  );
}
