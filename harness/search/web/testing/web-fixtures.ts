import type { WebSpec } from '../web-kinds.ts';
import type { WebHit } from '../web-service.ts';

/** A service's answer in the shape of its documentation, with words of our own, and what stands in it. */
export interface WebFixture {
  readonly spec: WebSpec;
  /** Page that the shape of the answer is from. */
  readonly source: string;
  readonly reply: object;
  readonly hits: readonly WebHit[];
  /** An answer that says that nothing was found. */
  readonly nothing: object;
  /** Answers of status 200 that say that the service did not search. */
  readonly failures: readonly object[];
  /** Answers with a field of a wrong type or without one that it needs. */
  readonly wrong: readonly object[];
}

const odyssey = 'https://example.org/odyssey';
const aquarius = 'https://example.org/aquarius?page=2';
const found: readonly WebHit[] = [
  {
    url: odyssey,
    title: 'Odyssey, the command module',
    snippet: 'It brought the three home on 17 April 1970.',
  },
  { url: aquarius, title: 'Aquarius', snippet: 'The lunar module was their lifeboat …' },
];
const [first, second] = found as [WebHit, WebHit];

/** An answer of each service. */
export const webFixtures: readonly WebFixture[] = [
  {
    spec: { kind: 'serpapi' },
    source: 'https://serpapi.com/organic-results and https://serpapi.com/search-errors',
    reply: {
      search_metadata: { id: '5f1', status: 'Success', total_time_taken: 0.9 },
      search_parameters: { engine: 'google', q: 'Apollo 13', num: '3' },
      search_information: { organic_results_state: 'Results for exact spelling' },
      organic_results: [
        {
          position: 1,
          title: first.title,
          link: first.url,
          displayed_link: 'example.org',
          snippet: first.snippet,
        },
        {
          position: 2,
          title: second.title,
          link: second.url,
          snippet: second.snippet,
          sitelinks: { inline: [] },
        },
      ],
      related_searches: [{ query: 'Apollo 12' }],
    },
    hits: found,
    nothing: {
      search_metadata: { status: 'Success' },
      search_information: { organic_results_state: 'Fully empty' },
      error: "Google hasn't returned any results for this query.",
    },
    failures: [
      { search_metadata: { status: 'Error' }, error: 'no valid results, try again later' },
      { search_metadata: { status: 'Success' }, error: 'the account has run out of searches' },
      { search_metadata: { status: 'Processing' } },
    ],
    wrong: [{ organic_results: [] }, { search_metadata: { status: 'Success' }, organic_results: {} }],
  },
  {
    spec: { kind: 'serper' },
    source: 'https://serper.dev/playground; fields as lc-tools 0.22.4 and LangChain read them',
    reply: {
      searchParameters: { q: 'Apollo 13', type: 'search', engine: 'google' },
      organic: [
        { title: first.title, link: first.url, snippet: first.snippet, position: 1 },
        { title: second.title, link: second.url, snippet: second.snippet, date: '1970', position: 2 },
      ],
      credits: 1,
    },
    hits: found,
    nothing: { searchParameters: { q: 'x' }, organic: [], credits: 1 },
    failures: [],
    wrong: [{ message: 'Not enough credits' }, { organic: [{ title: 'no link' }] }],
  },
  {
    spec: { kind: 'brave' },
    source: 'https://api-dashboard.search.brave.com/app/documentation/web-search/responses',
    reply: {
      type: 'search',
      query: { original: 'Apollo 13', more_results_available: true },
      web: {
        type: 'search',
        results: found.map(({ url, title, snippet }) => ({
          type: 'search_result',
          url,
          title,
          description: snippet,
          language: 'en',
          family_friendly: true,
        })),
      },
    },
    hits: found,
    nothing: { type: 'search', query: { original: 'x' } },
    failures: [],
    wrong: [
      { type: 'ErrorResponse', error: { code: 'QUOTA' } },
      { type: 'search', web: { results: [{ url: 7 }] } },
    ],
  },
  {
    spec: { kind: 'tavily' },
    source: 'https://docs.tavily.com/documentation/api-reference/endpoint/search',
    reply: {
      query: 'Apollo 13',
      answer: null,
      images: [],
      results: found.map(({ url, title, snippet }) => ({
        title,
        url,
        content: snippet,
        score: 0.8,
        raw_content: null,
      })),
      response_time: 1.1,
      request_id: '7',
    },
    hits: found,
    nothing: { query: 'x', results: [], response_time: 0.4 },
    failures: [],
    wrong: [{ detail: { error: 'bad' } }, { results: 'none' }],
  },
  {
    spec: { kind: 'searxng' },
    source:
      'https://docs.searxng.org/dev/search_api.html; fields as langchainjs searxng_search.ts @dbd66bb reads them',
    reply: {
      query: 'Apollo 13',
      number_of_results: 0,
      results: found.map(({ url, title, snippet }) => ({
        url,
        title,
        content: snippet,
        engine: 'mojeek',
        engines: ['mojeek'],
        positions: [1],
        score: 1,
      })),
      answers: [],
      infoboxes: [],
      unresponsive_engines: [['wikidata', 'timeout']],
    },
    hits: found,
    nothing: { query: 'x', results: [], unresponsive_engines: [] },
    failures: [{ query: 'x', results: [], unresponsive_engines: [['mojeek', 'too many requests']] }],
    wrong: [{ query: 'x' }, { results: [{ url: odyssey, title: 'T', content: ['C'] }] }],
  },
  {
    spec: { kind: 'wikipedia' },
    source: 'https://www.mediawiki.org/wiki/API:Search, API:JSON_version_2 and Extension:TextExtracts',
    reply: {
      batchcomplete: true,
      continue: { gsroffset: 2, continue: 'gsroffset||' },
      // In no order: the rank stands in `index`.
      query: {
        pages: [
          { pageid: 9, ns: 0, title: second.title, index: 2, fullurl: second.url, extract: second.snippet },
          { pageid: 4, ns: 0, title: first.title, index: 1, fullurl: first.url, extract: first.snippet },
        ],
      },
    },
    hits: found,
    nothing: { batchcomplete: true },
    failures: [{ error: { code: 'ratelimited', info: 'wait a little' } }],
    wrong: [{ query: { pages: [] } }, { batchcomplete: true, query: { pages: [{ title: 'no index' }] } }],
  },
];

/** Values for the variables that the services need. */
export const webKeys: Readonly<Record<string, string>> = {
  SERPAPI_API_KEY: 'serpapi-0123456789+abcdef/=',
  SERPER_API_KEY: 'serper-0123456789abcdef',
  BRAVE_SEARCH_API_KEY: 'BSA-0123456789abcdef',
  TAVILY_API_KEY: 'tvly-0123456789abcdef',
};

/** Sets the keys for as long as the tests of a suite run. */
export function withWebKeys(hooks: {
  readonly before: (set: () => void) => void;
  readonly after: (unset: () => void) => void;
}): void {
  hooks.before(() => {
    Object.assign(process.env, webKeys);
  });
  hooks.after(() => {
    for (const variable of Object.keys(webKeys)) delete process.env[variable];
  });
}
