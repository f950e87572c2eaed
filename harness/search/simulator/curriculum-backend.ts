import { requireRate, type SearchBackend } from '../search-backend.ts';

/** Settings of `curriculumBackend`. */
export interface CurriculumOptions {
  /** Probability that a search is answered with noisy documents, 0 to 1; the curriculum's value at this step. */
  readonly noisyProbability: number;
  /** Name of the curriculum without its step, so that records of one run carry one backend id. */
  readonly id: string;
}

/**
 * Labels each search: U > p is useful, otherwise noisy, one draw a search, so that all its documents share the label
 * (ZeroSearch `generation.py:68-69,94-95 @2d4cdca`).
 * @throws TwinZeroError `configuration` for a probability outside [0, 1].
 */
export function curriculumBackend(
  inner: SearchBackend,
  { noisyProbability, id }: CurriculumOptions,
): SearchBackend {
  requireRate(`the noisy probability of curriculum ${id}`, noisyProbability);
  return {
    id: `curriculum(${inner.id},${id})`,
    async search(request) {
      const label = request.random.fork('label').uniform() > noisyProbability ? 'useful' : 'noisy';
      return inner.search({ ...request, label });
    },
  };
}
