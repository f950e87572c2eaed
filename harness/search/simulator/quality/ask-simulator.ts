import type { Question } from '../../../core/question.ts';
import type { Random } from '../../../core/random.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { DocumentLabel, SearchBackend } from '../../search-backend.ts';
import type { SimulatorAnswer } from './measure-simulator.ts';

/** A search that a simulator is measured by. */
export interface AskedSearch {
  readonly question: Question;
  readonly query: string;
  /** A query about something else than the question. */
  readonly strayQuery: string;
  /** Texts that the real search finds for `query`, best first. */
  readonly real: readonly string[];
}

/** An order under which a simulator is asked. */
interface Order {
  readonly name: string;
  readonly label: DocumentLabel;
  readonly stray: boolean;
}

const orders: readonly Order[] = [
  { name: 'useful', label: 'useful', stray: false },
  { name: 'noisy', label: 'noisy', stray: false },
  { name: 'stray', label: 'useful', stray: true },
];

/**
 * Asks a simulator each search three times: for a useful document, for a noisy one, and for a useful one to the stray
 * query. One document a search; a search that fails has none.
 */
export async function askSimulator(
  simulator: SearchBackend,
  searches: readonly AskedSearch[],
  random: Random,
): Promise<SimulatorAnswer[]> {
  return Promise.all(
    searches.flatMap((asked, place) =>
      orders.map(async ({ name, label, stray }) => {
        const { question, real } = asked;
        const query = stray ? asked.strayQuery : asked.query;
        const search = { question, query, label, topK: 1, random: random.fork(place, name) };
        const documents = await written(() => simulator.search(search));
        return {
          label,
          stray,
          gold: question.answers[0],
          query,
          question: question.question,
          documents,
          real,
        };
      }),
    ),
  );
}

/** Null where the simulator failed: that is what is counted. */
async function written(search: () => ReturnType<SearchBackend['search']>): Promise<readonly string[] | null> {
  try {
    const { documents } = await search();
    return documents.map(({ text }) => text);
  } catch (error) {
    if (error instanceof TwinZeroError && error.kind === 'search') return null;
    throw error;
  }
}
