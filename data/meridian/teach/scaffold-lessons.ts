import type { Lesson, LessonSource, Speaker } from '../../../harness/baseline/index.ts';
import { Random } from '../../../harness/core/random.ts';
import { TwinZeroError } from '../../../harness/core/twin-zero-error.ts';
import type { PosedQuestion, World } from '../generate/world.ts';
import { basePolicyRecipe } from '../policies/policy-recipes.ts';
import { mixtures } from '../policies/mixtures.ts';
import { Demonstrator } from './demonstrator.ts';
import { lessonWorlds } from './lesson-world.ts';

/** What is known of a lesson's question: all there is. */
export interface LessonFacts {
  readonly world: World;
  readonly posed: PosedQuestion;
}

/** Puts what a demonstrator knows and decides into the words of a method; or what is the case, where a method has labels. */
export type Phrasing = (demonstrator: Demonstrator, facts: LessonFacts) => Speaker;

/** Searches of a demonstrator's question after which it must answer. */
export const maxSearches = mixtures.patient.teacher.maxSearches;

/**
 * Lessons in the language of a method, on worlds of other seeds than the shipped one. Every method is taught by the
 * demonstrator of the base policy, with its habits (`patient`): a method is to gain by what it does and not by who taught
 * it.
 * @param oracleShare share of lessons whose searches return the needed chunks, default the base policy's; 0 for a
 * method that reads several documents at once, as the oracle returns one.
 * @param questionShare share of a step's lessons that are given, default 1; less for a method of many conversations a
 * question, whose sequences are as many a step as others'.
 */
export function scaffoldLessons(
  phrasing: Phrasing,
  {
    oracleShare = mixtures.patient.oracleShare,
    questionShare = 1,
  }: { readonly oracleShare?: number; readonly questionShare?: number } = {},
): LessonSource {
  return async ({ seed, perStep }) => {
    const root = Random.seeded(seed).fork('scaffold lessons');
    const worldOf = lessonWorlds({ seed, ...basePolicyRecipe.data });
    return async (step) => {
      const { world, search, oracle } = worldOf(step);
      return Array.from({ length: Math.ceil(perStep * questionShare) }, (_, sample): Lesson => {
        const random = root.fork(step, sample);
        const question = random.fork('question').pick(world.questions);
        const posed = world.posed.get(question.id);
        if (posed === undefined)
          throw new TwinZeroError('internal', `question ${question.id} is not posed in its own world`);
        const own = { posed, teacher: mixtures.patient.teacher, random: random.fork('teacher') };
        const helped = random.fork('oracle').uniform() < oracleShare;
        return {
          question,
          chunks: world.chunks,
          search: helped ? oracle : search,
          random: random.fork('play'),
          speak: phrasing(new Demonstrator(world, own), { world, posed }),
        };
      });
    };
  };
}
