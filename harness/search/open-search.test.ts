import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ChatRequest } from '../engine/completion/chat-client.ts';
import { type BroughtSearch, openSearch } from './open-search.ts';
import type { SearchBackend } from './search-backend.ts';
import type { SearchSpec } from './search-spec.ts';
import { contractChunks, contractRequest } from './testing/search-contract.ts';
import { lexicalParts as parts, recordingSearch, simulator, withModel } from './testing/search-parts.ts';

const bm25 = { kind: 'bm25' } as const;
const end = { step: 5, steps: 5 };

const idsOf = async (backend: SearchBackend, query = 'tank7'): Promise<string[]> =>
  (await backend.search(contractRequest(query))).documents.map(({ id }) => id);

describe('openSearch', () => {
  it('finds by words in the corpus, with the parameters of the specification', async () => {
    const search = await openSearch(bm25, parts);
    assert.deepEqual(await idsOf(search.at(end)), ['c7']);
    assert.deepEqual(await idsOf(search.at({ step: 0, steps: 5 })), ['c7']);
    assert.equal((await openSearch({ kind: 'bm25', k1: 0.9, b: 0.4 }, parts)).id, 'bm25(k1=0.9,b=0.4)');
  });

  it('asks the place for a search of the web, inside whatever stands around it', async () => {
    const asked: unknown[] = [];
    const web: typeof parts.web = (spec) => {
      asked.push(spec);
      return { id: 'web', search: async () => ({ documents: [] }) };
    };
    const spec = { kind: 'retry', attempts: 2, backoffMs: 0, of: { kind: 'brave', country: 'us' } } as const;
    assert.equal((await openSearch(spec, { ...parts, web })).id, 'retry(web,2)');
    assert.deepEqual(asked, [{ kind: 'brave', country: 'us' }]);
  });
  it('finds what the question needs where the oracle is named', async () => {
    const search = await openSearch({ kind: 'oracle' }, parts);
    assert.deepEqual(await idsOf(search.at(end), 'whatever'), ['c3']);
  });

  it('answers by its label where the perfect simulator is named', async () => {
    const curriculum = { kind: 'fixed', rate: 0 } as const;
    const perfect = { kind: 'perfect-simulator' } as const;
    const search = await openSearch({ kind: 'curriculum', curriculum, of: perfect }, parts);
    assert.deepEqual(await idsOf(search.at(end), 'whatever'), ['c7']);
    const noisy = { ...curriculum, rate: 1 };
    const other = await openSearch({ kind: 'curriculum', curriculum: noisy, of: perfect }, parts);
    assert.ok(!(await idsOf(other.at(end), 'tank7')).includes('c7'));
  });

  it('puts noise and faults around a search, at their rates', async () => {
    const noise = async (rate: number): Promise<SearchBackend> =>
      (await openSearch({ kind: 'noise', rate, of: bm25 }, parts)).at(end);
    assert.deepEqual(await idsOf(await noise(0)), ['c7']);
    const noisy = await (await noise(1)).search(contractRequest('tank7'));
    assert.equal(noisy.noisy, true);
    assert.deepEqual(
      noisy.documents.map(({ id, text }) => contractChunks.some((one) => one.id === id && one.text === text)),
      [true, true, true],
    );
    assert.ok(noisy.documents.every(({ id }) => id !== 'c7'));
    const fault = await openSearch({ kind: 'fault', rate: 1, of: bm25 }, parts);
    await assert.rejects(fault.at(end).search(contractRequest('tank7')), { kind: 'search' });
  });

  it('tries again as often as the specification says', async () => {
    const { requests, search } = recordingSearch();
    const spec: SearchSpec = {
      kind: 'retry',
      attempts: 3,
      backoffMs: 0,
      of: { kind: 'toy/seen', settings: {}, of: { kind: 'fault', rate: 1, of: bm25 } },
    };
    const opened = await openSearch(spec, { ...parts, searches: { 'toy/seen': search } });
    await assert.rejects(opened.at(end).search(contractRequest('tank7')), /in each of 3 attempts/u);
    assert.equal(requests.length, 3);
  });

  it('prints its specification as its id, the same at every step', async () => {
    const model = withModel();
    const spec: SearchSpec = {
      kind: 'curriculum',
      curriculum: { kind: 'exponential', start: 0, end: 0.75, base: 4 },
      of: {
        kind: 'cache',
        of: {
          kind: 'retry',
          attempts: 2,
          backoffMs: 0,
          of: { kind: 'toy/seen', settings: { a: 1 }, of: simulator },
        },
      },
    };
    const search = await openSearch(spec, {
      ...model.parts,
      searches: { 'toy/seen': recordingSearch().search },
    });
    const inside = 'recording(simulator(tiny@0.5,compact,sft){"a":1})';
    assert.equal(search.id, `curriculum(cached(retry(${inside},2)),exponential(0,0.75,b=4))`);
    for (const step of [0, 3, 5]) assert.equal(search.at({ step, steps: 5 }).id, search.id);
    const faulty = await openSearch(
      { kind: 'noise', rate: 0.1, of: { kind: 'fault', rate: 0.2, of: bm25 } },
      parts,
    );
    assert.equal(faulty.id, 'noise(fault(bm25,0.2),0.1)');
  });

  it('labels by the curriculum at the place in training', async () => {
    const { requests, search } = recordingSearch();
    const curriculum = { kind: 'exponential', start: 0, end: 1, base: 4 } as const;
    const spec: SearchSpec = { kind: 'curriculum', curriculum, of: { kind: 'toy/seen', settings: {} } };
    const opened = await openSearch(spec, { ...parts, searches: { 'toy/seen': search } });
    const shareOfNoise = async (step: number): Promise<number> => {
      requests.length = 0;
      for (let searchIndex = 0; searchIndex < 400; searchIndex += 1)
        await opened.at({ step, steps: 10 }).search(contractRequest('x', { searchIndex }));
      return requests.filter(({ label }) => label === 'noisy').length / 400;
    };
    assert.equal(await shareOfNoise(0), 0);
    // (4^0.5 - 1) / 3 is 1/3, with a standard deviation of 0.024 over 400 searches.
    assert.ok(Math.abs((await shareOfNoise(5)) - 1 / 3) < 0.1);
    assert.equal(await shareOfNoise(10), 1);
  });

  it('keeps one cache over all steps, by question and label where a model writes', async () => {
    const lexical = recordingSearch();
    const brought = { ...parts, searches: { 'toy/seen': lexical.search } };
    const inside = { kind: 'toy/seen', settings: {}, of: bm25 } as const;
    const opened = await openSearch({ kind: 'cache', of: inside }, brought);
    const other = { ...contractRequest('tank7').question, question: 'Another?' };
    assert.deepEqual(await idsOf(opened.at({ step: 1, steps: 5 })), ['c7']);
    await opened.at(end).search(contractRequest('tank7', { question: other, label: 'noisy' }));
    assert.equal(lexical.requests.length, 1);

    const { events, parts: model } = withModel();
    const cached = await openSearch({ kind: 'cache', of: simulator }, model);
    for (const change of [{}, {}, { question: other }, { label: 'noisy' as const }])
      await cached.at(end).search(contractRequest('tank7', { label: 'useful', ...change }));
    assert.equal(events.filter((event) => event.startsWith('sample')).length, 3);
  });
});

describe('openSearch with parts of the reproduction', () => {
  it('gives a brought search what is inside it, its settings and the training questions', async () => {
    const { question } = contractRequest('x');
    const given: unknown[] = [];
    const search: BroughtSearch = (inner, settings, { questions }) => {
      given.push([inner?.id ?? null, settings, questions]);
      return recordingSearch().search(inner, settings, { questions });
    };
    const brought = { ...parts, questions: [question], searches: { 'toy/own': search } };
    const alone = await openSearch({ kind: 'toy/own', settings: { rate: 0.5 } }, brought);
    assert.deepEqual(await idsOf(alone.at(end)), []);
    assert.deepEqual(given[0], [null, { rate: 0.5 }, [question]]);
    given.length = 0;
    const around = await openSearch({ kind: 'toy/own', settings: {}, of: bm25 }, brought);
    assert.deepEqual(await idsOf(around.at(end)), ['c7']);
    assert.deepEqual(given[0], ['bm25', {}, [question]]);
  });

  it('refuses a search or a format that it does not bring, and opens nothing then', async () => {
    const { events, parts: model } = withModel();
    await assert.rejects(openSearch({ kind: 'toy/own', settings: {}, of: simulator }, model), {
      kind: 'configuration',
      message: 'there is no search "toy/own" here; this reproduction brings none',
    });
    await assert.rejects(openSearch({ ...simulator, format: 'toy/text' }, model), {
      kind: 'configuration',
      message: 'there is no format "toy/text" here; this reproduction brings none',
    });
    assert.deepEqual(events, []);
  });

  it('asks a served model in a format of the reproduction, with room for all documents', async () => {
    const asked: (ChatRequest & { readonly of: string })[] = [];
    const spec = {
      ...simulator,
      model: { kind: 'chat', model: 'qwen' },
      format: 'toy/text',
      tuning: 'prompt',
    } as const;
    const search = await openSearch(spec, {
      ...parts,
      chat: (model) => ({
        model,
        chat: async (request) => {
          asked.push({ ...request, of: model });
          return {
            text: 'One.|Two.',
            finishReason: 'stop',
            promptTokens: 9,
            completionTokens: 4,
            logprobs: null,
          };
        },
      }),
      formats: {
        'toy/text': {
          id: 'toy',
          prompt: ({ query, label }, kind) => `${kind} ${label}: ${query}`,
          completion: (documents) => documents.join('|'),
          parse: (text) => text.split('|'),
        },
      },
    });
    assert.equal(search.id, 'simulator(chat(qwen,temperature=0.5,max-tokens=80),toy,prompt)');
    const found = await search.at(end).search(contractRequest('tank7', { label: 'useful' }));
    assert.deepEqual(
      found.documents.map(({ text }) => text),
      ['One.', 'Two.'],
    );
    const [{ of, messages, temperature, maxTokens } = assert.fail('not asked')] = asked;
    assert.deepEqual([of, messages.at(-1)?.content], ['qwen', 'prompt useful: tank7']);
    assert.deepEqual([temperature, maxTokens], [0.5, 80]);
    await search.close();
  });
});
