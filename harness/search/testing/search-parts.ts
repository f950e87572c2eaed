import assert from 'node:assert/strict';
import { policyName } from '../../engine/open-policy.ts';
import type { OpenPolicy } from '../../engine/engine.ts';
import type { BroughtSearch, SearchParts } from '../open-search.ts';
import type { SearchRequest } from '../search-backend.ts';
import type { SearchSpec } from '../search-spec.ts';
import { contractChunks } from './search-contract.ts';

/** A simulator in the compact format, of a model that `withModel` opens. */
export const simulator = {
  kind: 'simulator',
  model: { kind: 'embedded', folder: 'models/tiny' },
  format: 'compact',
  tuning: 'sft',
  temperature: 0.5,
  maxTokensPerDocument: 40,
} as const satisfies SearchSpec;
/** Parts of a search over `contractChunks` that names no model and nothing of a reproduction. */
export const lexicalParts: SearchParts = {
  chunks: contractChunks,
  questions: [],
  topK: 2,
  openModel: () => assert.fail('no model is named'),
  openEncoder: () => assert.fail('no encoder is named'),
  retriever: () => assert.fail('no retriever is named'),
  chat: () => assert.fail('no served model is named'),
  web: () => assert.fail('no web search is named'),
  searches: {},
  formats: {},
};

/** A search of the reproduction that keeps the requests it is sent, and finds nothing or what is inside it. */
export function recordingSearch(): { readonly requests: SearchRequest[]; readonly search: BroughtSearch } {
  const requests: SearchRequest[] = [];
  const search: BroughtSearch = (inner, settings) => ({
    id: `recording(${inner?.id ?? ''}${JSON.stringify(settings)})`,
    async search(request) {
      requests.push(request);
      return inner === null ? { documents: [] } : inner.search(request);
    },
  });
  return { requests, search };
}

const stopToken = 256;

/** Parts with a model that writes its prompt back on one line; `events` tells what was opened, asked and closed. */
export function withModel(close: () => Promise<void> = async () => {}): {
  readonly events: string[];
  readonly parts: SearchParts;
} {
  const events: string[] = [];
  const codec = {
    vocabularySize: 257,
    encode: (text: string) => [...Buffer.from(text)],
    decode: (tokens: readonly number[]) => Buffer.from(tokens).toString(),
    prompt: (text: string) => [...Buffer.from(text.replaceAll('\n', ' '))],
    observation: () => [],
    stopToken,
  };
  const openModel: SearchParts['openModel'] = async (spec) => {
    const folder = policyName(spec);
    events.push(`open ${folder}`);
    return {
      codec,
      sample: async (prompt, { temperature, maxTokens }) => {
        events.push(`sample at ${temperature} up to ${maxTokens}`);
        const tokens = [...prompt, stopToken];
        return { tokens, logprobs: tokens.map(() => 0), stopReason: 'stop' };
      },
      close: async () => {
        events.push(`close ${folder}`);
        await close();
      },
    } satisfies Partial<OpenPolicy> as unknown as OpenPolicy;
  };
  return { events, parts: { ...lexicalParts, openModel } };
}
