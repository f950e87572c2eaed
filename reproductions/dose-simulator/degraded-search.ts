import { z } from 'zod';
import { checkValue } from '../../harness/core/parse-json.ts';
import { TwinZeroError } from '../../harness/core/twin-zero-error.ts';
import { type BroughtSearch, requireRate, type SearchBackend } from '../../harness/search/index.ts';

/**
 * A simulator of known quality: around one that does as it is told, a useful search keeps its label with probability
 * `quality` and else returns what a noisy one does. The result is not marked noisy: like a poor simulator's it was meant to
 * be useful. The draw is of the request's generator alone, so that a search spoiled at one quality is spoiled at every lower
 * one.
 *
 * DEVIATION(degraded-simulator): in no paper, where quality comes with the size of a model.
 * @throws TwinZeroError `configuration` for a quality outside [0, 1].
 */
export function degradedBackend(inner: SearchBackend, quality: number): SearchBackend {
  requireRate('the quality of a simulator', quality);
  return {
    id: `degraded(${inner.id},${quality})`,
    async search(request) {
      const isSpoiled = request.label === 'useful' && request.random.fork('degraded').uniform() >= quality;
      if (!isSpoiled) return inner.search(request);
      return { ...(await inner.search({ ...request, label: 'noisy' })), noisy: false };
    },
  };
}

const settings = z.strictObject({ quality: z.number().min(0).max(1) });

/** The name under which configurations have it. */
export const degradedKind = 'dose-simulator/degraded';

/** The degraded simulator as configurations name it. */
export const degraded: BroughtSearch = (inner, given) => {
  const { quality } = checkValue(given, settings, { where: degradedKind, kind: 'configuration' });
  if (inner === null)
    throw new TwinZeroError('configuration', `${degradedKind} wraps a simulator: name it under "of"`);
  return degradedBackend(inner, quality);
};
