import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { SearchBackend } from '../../search-backend.ts';

/** A backend that counts its searches; search i, from 0, fails where `fails` says so and else repeats its query. */
export function countedBackend(
  fails: (i: number, query: string) => Error | null = () => null,
): SearchBackend & { readonly queries: string[] } {
  const queries: string[] = [];
  return {
    id: 'counted',
    queries,
    async search({ query }) {
      const error = fails(queries.push(query) - 1, query);
      if (error !== null) throw error;
      return {
        documents: [{ id: 'https://a.example', text: query, origin: 'web' }],
        latencyMs: 7,
        costUsd: 0.005,
      };
    },
  };
}

/** A search that failed and may be tried again. */
export function down(): TwinZeroError {
  return new TwinZeroError('search', 'down');
}
