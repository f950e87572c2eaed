import { TwinZeroError } from '../../core/twin-zero-error.ts';
import type { SearchRequest } from '../search-backend.ts';
import type { SimulatorRequest } from './simulator-request.ts';

/**
 * What a simulator is told of a search.
 * @throws TwinZeroError `configuration` for a search without a label.
 */
export function toSimulatorRequest({ query, question, label, topK }: SearchRequest): SimulatorRequest {
  if (label === undefined)
    throw new TwinZeroError(
      'configuration',
      `the search "${query}" reached a simulator without a label; put the simulator inside curriculumBackend`,
    );
  return { query, question: question.question, gold: question.answers[0], label, documents: topK };
}
