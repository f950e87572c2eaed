import type { Chunk } from '../../core/question.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import type { SearchBackend } from '../search-backend.ts';
import { noiseBackend } from '../wrappers/noise-backend.ts';
import { toSimulatorRequest } from './simulator-format.ts';

/**
 * The limit of a simulator's size, without a model: a useful search returns the chunk that holds the question's answer,
 * whatever was asked, and a noisy one real chunks that the question does not need.
 *
 * DEVIATION(perfect-simulator): in no paper. What it can't teach, no simulator can.
 * @throws TwinZeroError `configuration` for an empty corpus; its searches throw `configuration` without a label,
 * `search` for a question whose chunk is not known or not here.
 */
export function perfectSimulator(chunks: readonly Chunk[]): SearchBackend {
  const byId = new Map(chunks.map((chunk) => [chunk.id, chunk]));
  const id = 'perfect-simulator';
  const useful: SearchBackend = {
    id,
    async search({ question }) {
      const chunk = byId.get(question.goldChunkId ?? '');
      if (chunk === undefined)
        throw new TwinZeroError(
          'search',
          `the chunk that answers question ${question.id} is not in this corpus; train on another search`,
        );
      return { documents: [{ ...chunk, origin: 'chunk' }], noisy: false };
    },
  };
  const noisy = noiseBackend(useful, { rate: 1, pool: chunks });
  return {
    id,
    async search(request) {
      return toSimulatorRequest(request).label === 'noisy' ? noisy.search(request) : useful.search(request);
    },
  };
}
