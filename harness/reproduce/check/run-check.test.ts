import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { packageRoot } from '../../core/package-root.ts';
import { denseWays } from '../../search/index.ts';
import { loadDataset } from '../../run/load-dataset.ts';
import type { Place } from '../../run/index.ts';
import { smallConfig } from '../../run/testing/small-config.ts';
import { Stubs } from '../../engine/completion/testing/ask-completion.ts';
import { chatCompletion, type StubRequest } from '../../engine/completion/testing/completion-stub.ts';
import { correctnessOf, judgeEpisode } from '../../judge/judge.ts';
import { matchJudge } from '../../judge/match.ts';
import type { CheckArm, ModelCheck } from './model-check.ts';
import { type CheckChoice, planCheck } from './plan-check.ts';
import type { PlayedCell } from './play-cell.ts';
import { type Checked, runCheck } from './run-check.ts';

const published = { correct: 3, n: 6, source: 'T1' };
const arm = (id: string, method: string): CheckArm => ({
  id,
  label: `The ${id}`,
  models: ['no-such-model'],
  method,
  published: id === 'first' ? published : null,
});

/** Six dev questions of the shipped data set, judged by match and by a judge that finds everything right. */
const toy: ModelCheck = {
  id: 'toy',
  title: 'Toy',
  about: ['Something.'],
  dataset: 'meridian',
  arms: [arm('first', 'a'), arm('second', 'a'), arm('third', 'b')],
  presets: [{ id: 'only', label: 'only' }],
  searches: [
    { id: 'bm25', label: 'BM25', models: [], spec: () => ({ kind: 'bm25' }) },
    { id: 'far', label: 'Far', models: ['no-such-index'], spec: () => ({ kind: 'oracle' }) },
  ],
  questions: [
    {
      id: 'six',
      label: 'six questions',
      load: async () => (await loadDataset('meridian', { extended: false })).dataset.dev.slice(0, 6),
    },
  ],
  judges: [
    { id: 'kind', label: 'Kind judge' },
    { id: 'match', label: 'Match judge' },
  ],
  simulators: [],
  simulatorFormat: 'compact',
  play: ({ policy, search }) => ({
    config: smallConfig({
      policy,
      search,
      limits: { maxTurns: 3, maxNewTokens: 400, maxTokensPerTurn: 100, topK: 1, maxContextTokens: 2000 },
    }),
    sampling: { temperature: 0 },
    beyond: {},
    prepare: (kit) => kit,
    judges: () => ({
      kind: async ({ outcome }) => (outcome.kind === 'failed' ? null : outcome.kind === 'answered'),
      match: async (episode) => correctnessOf(await judgeEpisode(episode, matchJudge)),
    }),
  }),
};

/** Searches once, then answers; of one question the server fails. */
function model(answers: Readonly<Record<string, string>>, broken: string) {
  return (
    _: number,
    { body }: StubRequest,
  ): ReturnType<typeof chatCompletion> | { status: number; body: object } => {
    const { messages } = body as { readonly messages: readonly { readonly content: string }[] };
    const asked = (messages[0]?.content ?? '').replace('Question: ', '');
    if (asked === broken && messages.length > 1) return { status: 400, body: { error: { message: 'no' } } };
    if (messages.length === 1) return chatCompletion('<search>valve</search>');
    return chatCompletion(answers[asked] === undefined ? 'I give up' : `<answer>${answers[asked]}</answer>`);
  };
}

const placeOf = (host: string, concurrency: number): Place => ({
  provider: 'cpu',
  threads: 1,
  servers: { p: { hosts: [host], concurrency, backoffMs: 0 } },
});

const cutAt = (cell: PlayedCell): unknown =>
  cell.kind === 'interrupted' ? [cell.played, cell.of] : cell.kind;

describe('a check of released models', function () {
  this.timeout(30_000);
  const stubs = new Stubs();
  let results = '';
  const cache = process.env['TWINZERO_CACHE'];
  beforeEach(async () => {
    results = await mkdtemp(join(tmpdir(), 'twinzero-check-'));
  });
  afterEach(async () => {
    if (cache === undefined) delete process.env['TWINZERO_CACHE'];
    else process.env['TWINZERO_CACHE'] = cache;
    await stubs.close();
    await rm(results, { recursive: true });
  });

  const standIn = { spec: { kind: 'openai', model: 'p' }, name: 'Tiny | model (MIT)' } as const;

  /** Plays the toy on a server that knows two answers, says one wrong, gives up twice and fails once. */
  async function played(choice: CheckChoice, resume = false): Promise<Checked & { requests: number }> {
    const questions = (await toy.questions[0]?.load())?.map(({ value }) => value) ?? [];
    const answers = Object.fromEntries(
      questions.slice(0, 3).map(({ question, answers: [gold] }, i) => [question, i < 2 ? gold : 'wrong']),
    );
    const stub = await stubs.start(model(answers, questions[5]?.question ?? ''));
    const plan = await planCheck(toy, choice);
    const request = { results, resume, place: placeOf(stub.host, 6), seed: 1 };
    const checked = await runCheck(plan, request, { note: () => {} });
    return { ...checked, requests: stub.requests.length };
  }

  it('plays a stand-in in the place of one arm of each method, scores it by every judge, and says so everywhere', async () => {
    const { page, result } = await played({ standIn });
    assert.deepEqual(
      result.cells.map(({ arm: { id }, search, kind }) => [id, search.id, kind]),
      [
        ['first', 'bm25', 'played'],
        ['first', 'far', 'unavailable'],
        ['third', 'bm25', 'played'],
        ['third', 'far', 'unavailable'],
      ],
    );
    const text = await readFile(page, 'utf8');
    assert.match(page, /stand-in\/tiny-model\/six\/README\.md$/u);
    assert.match(text, /\*\*Stand-in\.\*\*.*none of the papers' models/u);
    const row = /^\| stand-in for The first: Tiny \\\| model \(MIT\).*$/mu.exec(text)?.[0] ?? '';
    // Three answered, two of them right; the one that failed is in neither judge's count.
    assert.ok(row.includes('| 3/5 = 60.0 % [23.1, 88.2] | 2/5 = 40.0 % [11.8, 76.9] | 3/5 | 1.00 |'), row);
    assert.ok(row.endsWith('| 1 | 3/6 = 50.0 % [18.8, 81.2] |'), row);
    assert.match(
      text,
      /## Not available\n\n- Far: the weights of no-such-index are not here; run `twinzero models fetch no-such-index`\n/u,
    );
    for (const name of ['rows.csv', 'outcomes.csv']) {
      const [, ...lines] = (await readFile(join(page, '..', name), 'utf8')).trim().split('\n');
      assert.equal(lines.length, name === 'rows.csv' ? 4 : 12);
      assert.ok(
        lines.every((line) => line.startsWith('Tiny | model (MIT),')),
        name,
      );
    }
  });

  it('gives no number to an arm without weights, and says what gets them', async () => {
    const { page, result, requests } = await played({ arms: ['second'] });
    assert.equal(requests, 0);
    assert.ok(result.cells.every(({ kind }) => kind === 'unavailable'));
    const text = await readFile(page, 'utf8');
    assert.match(
      text,
      /- The second: the weights of no-such-model are not here; run `twinzero models fetch no-such-model`/u,
    );
    assert.doesNotMatch(text, /## Accuracy|Stand-in/u);
  });

  it('goes on after it was cut short, to the same bytes', async () => {
    const choice = { standIn, arms: ['first'], searches: ['bm25'] };
    const whole = await played(choice);
    const folder = join(whole.page, '..');
    const before = await readFile(whole.page, 'utf8');
    const [name = ''] = await readdir(join(folder, 'plays'));
    const lines = (await readFile(join(folder, 'plays', name), 'utf8')).trim().split('\n');
    assert.equal(lines.length, 6);
    // Two questions and a part of the third are left.
    await writeFile(
      join(folder, 'plays', name),
      `${lines.slice(0, 2).join('\n')}\n${(lines[2] ?? '').slice(0, 20)}`,
    );
    await writeFile(whole.page, '');
    const again = await played(choice, true);
    assert.equal(await readFile(again.page, 'utf8'), before);
    // One request for the list of models; two for each of four questions.
    assert.equal(again.requests, 1 + 2 * 4);
    const third = await played(choice, true);
    assert.equal(third.requests, 0);
  });

  it('begins no further question once it is interrupted, and gives no number to what is cut short', async () => {
    const stub = await stubs.start(model({}, ''));
    const plan = await planCheck(toy, { standIn, searches: ['bm25'] });
    const controller = new AbortController();
    const { page, result } = await runCheck(
      plan,
      { results, resume: false, place: placeOf(stub.host, 1), seed: 1 },
      { note: () => {}, onPlayed: () => controller.abort(), signal: controller.signal },
    );
    assert.deepEqual(result.cells.map(cutAt), [
      [1, 6],
      [0, 6],
    ]);
    const text = await readFile(page, 'utf8');
    assert.doesNotMatch(text, /## Accuracy|## Not available/u);
    const cells = ['first', 'third'].map((id) => `stand-in for The ${id}: Tiny | model (MIT), only, BM25`);
    const mend = 'the same command with `--resume` goes on';
    assert.ok(
      text.includes(
        `## Not played yet\n\n- ${cells[0]}: 1 of 6 questions played; ${mend}\n- ${cells[1]}: 0 of 6 questions played; ${mend}\n`,
      ),
      text,
    );
  });

  it('shows what was played before, also behind the cell at which it is interrupted', async () => {
    const choice = { standIn, searches: ['bm25'] };
    const whole = await played(choice);
    const plays = join(whole.page, '..', 'plays');
    const first = (await readdir(plays)).find((name) => name.startsWith('first+')) ?? '';
    await rm(join(plays, first));
    const controller = new AbortController();
    controller.abort();
    const { result } = await runCheck(
      await planCheck(toy, choice),
      { results, resume: true, place: { provider: 'cpu', threads: 1 }, seed: 1 },
      { note: () => {}, signal: controller.signal },
    );
    assert.deepEqual(
      result.cells.map(({ arm: { id }, kind }) => [id, kind]),
      [
        ['first', 'interrupted'],
        ['third', 'played'],
      ],
    );
  });

  it('leaves the questions in flight at their next turn once it is interrupted', async () => {
    const controller = new AbortController();
    const stub = await stubs.start((count, request) => {
      const reply = model({}, '')(count, request);
      // All six have searched, or are about to.
      const { messages } = request.body as { readonly messages?: readonly object[] };
      if (messages?.length === 1) controller.abort();
      return reply;
    });
    const plan = await planCheck(toy, { standIn, arms: ['first'], searches: ['bm25'] });
    const { result } = await runCheck(
      plan,
      { results, resume: false, place: placeOf(stub.host, 6), seed: 1 },
      { note: () => {}, signal: controller.signal },
    );
    assert.deepEqual(result.cells.map(cutAt), [[0, 6]]);
    const chats = stub.requests.filter(
      ({ body }) => body !== null && typeof body === 'object' && 'messages' in body,
    );
    assert.ok(chats.length <= 6, `${chats.length} requests`);
  });

  it('plays the arms of a model that the user states, marked so in every table, in a folder of their own', async () => {
    const stated = { spec: standIn.spec, model: 'no-such-model', revision: 'abc|123' };
    const { page, result } = await played({ stated, arms: ['first'], searches: ['bm25'] });
    assert.deepEqual(
      result.cells.map(({ kind }) => kind),
      ['played'],
    );
    assert.match(page, /\/as-stated\/no-such-model-abc-123\/six\/README\.md$/u);
    const text = await readFile(page, 'utf8');
    assert.match(
      text,
      /\*\*As stated by the user\.\*\* The policy was p; that it is no-such-model at revision abc\|123 is /u,
    );
    assert.match(text, /^\| The first \(no-such-model at abc\\\|123, as stated by the user\) \|/mu);
    assert.doesNotMatch(text, /stand-in/iu);
    for (const name of ['rows.csv', 'outcomes.csv']) {
      const [header = '', ...lines] = (await readFile(join(page, '..', name), 'utf8')).trim().split('\n');
      assert.ok(header.startsWith('stand_in,stated,arm,'), header);
      assert.ok(
        lines.every((line) => line.startsWith(',no-such-model@abc|123,first,')),
        name,
      );
    }
    await assert.rejects(planCheck(toy, { stated: { ...stated, model: 'other' } }), {
      kind: 'configuration',
      message: /no arm that is checked here is played by the model "other"; give one of no-such-model, or/u,
    });
  });

  it('searches once with an encoder that stands in, marked so in every table', async () => {
    const folder = join(packageRoot(), 'test', 'fixtures', 'encoder');
    const spec = { kind: 'dense', model: { kind: 'onnx', folder }, ...denseWays.mean } as const;
    process.env['TWINZERO_CACHE'] = join(results, 'cache');
    const encoder = { spec, name: 'Tiny | encoder (MIT)' };
    const { page, result } = await played({ standIn, arms: ['first'], encoder });
    assert.deepEqual(
      result.cells.map(({ search, kind }) => [search.id, kind]),
      [
        ['bm25', 'played'],
        ['far', 'played'],
      ],
    );
    const text = await readFile(page, 'utf8');
    assert.match(
      text,
      /\*\*Stand-in encoder\.\*\* .* Tiny \| encoder \(MIT\), which is none of the papers' encoders/u,
    );
    assert.match(text, /\| only \| stand-in encoder for Far: Tiny \\\| encoder \(MIT\) \|/u);
    assert.match(text, /^Weights: served as p; encoder, sha256 [0-9a-f]{64} of its list of files\.$/mu);
    for (const name of ['rows.csv', 'outcomes.csv'])
      assert.match(await readFile(join(page, '..', name), 'utf8'), /,only,far,Tiny \| encoder \(MIT\),/u);
  });

  it('refuses names that it does not know', async () => {
    for (const [choice, message] of [
      [{ arms: ['fourth'] }, 'there is no arm "fourth"; known: first, second, third'],
      [{ presets: ['x'] }, 'there is no preset "x"; known: only'],
      [{ searches: ['x'] }, 'there is no search "x"; known: bm25, far'],
      [{ questions: 'x' }, 'there is no set of questions "x"; known: six'],
    ] as const)
      await assert.rejects(planCheck(toy, choice), { kind: 'configuration', message });
  });
});
