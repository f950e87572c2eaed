import type { Question } from '../../../harness/core/question.ts';
import { Random } from '../../../harness/core/random.ts';
import { TwinZeroError } from '../../../harness/core/twin-zero-error.ts';
import type { SearchScripts } from '../../../harness/data/dataset.ts';
import { oracleBackend } from '../../../harness/search/index.ts';
import type { PosedQuestion, World } from '../generate/world.ts';
import { demonstrate } from './demonstrate.ts';
import { needThought, searchTurn } from './demonstration-text.ts';
import { faultless } from './teacher-rates.ts';

/** The scripted search turns of the reference rows, in the format the base policy was taught. */
export function meridianSearchScripts(world: World): SearchScripts {
  const search = oracleBackend(world.chunks);
  return {
    ceiling: async (question) => {
      const random = Random.seeded(world.seed).fork('search script', question.id);
      const turns = await demonstrate(world, question, { random, search, teacher: faultless });
      const written = turns.filter(({ role }) => role === 'policy').map(({ text }) => text);
      return written.slice(0, -1);
    },
    verbatim: async (question) => [
      searchTurn(needThought(posedOf(world, question).given), question.question),
    ],
  };
}

function posedOf(world: World, question: Question): PosedQuestion {
  const posed = world.posed.get(question.id);
  if (posed === undefined)
    throw new TwinZeroError('data', `question ${question.id} is not one of the world of seed ${world.seed}`);
  return posed;
}
