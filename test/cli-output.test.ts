import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { z } from 'zod';
import { packageRoot } from '../harness/core/package-root.ts';
import { fixtureRun, writeFixture } from '../harness/report/testing/report-fixture.ts';
import { outcomeRow } from '../harness/run/evaluation-row.ts';
import { temporaryFolders } from '../harness/train/testing/temporary-folder.ts';
import { cli } from './testing/cli.ts';

const share = z.number().min(0).max(1);
const interval = z.strictObject({ estimate: share, low: share, high: share });
const evaluation = z.strictObject({
  arm: z.literal('rezero'),
  reproduction: z.literal('rezero'),
  model: z.string(),
  split: z.literal('held-out'),
  seed: z.literal(3),
  correct: z.int(),
  n: z.literal(64),
  failed: z.literal(0),
  accuracy: interval,
  outcomes: z.array(outcomeRow).length(64),
});
const rollout = z.looseObject({
  question: z.looseObject({ id: z.string() }),
  outcome: z.looseObject({ kind: z.string(), answer: z.string().optional() }),
  searches: z.array(z.unknown()),
  turns: z.array(z.looseObject({ role: z.string() })),
  messages: z.array(z.strictObject({ role: z.string(), content: z.string() })),
  verdict: z.strictObject({ kind: z.string() }),
  rewards: z.strictObject({ parts: z.record(z.string(), z.number().nullable()), total: z.number() }),
});

/** Runs a command that must succeed and say nothing on stderr; parses what it prints. */
async function json<Schema extends z.ZodType>(schema: Schema, ...args: string[]): Promise<z.output<Schema>> {
  const { code, stdout, stderr } = await cli(...args, '--json');
  assert.deepEqual([code, stderr], [0, '']);
  return schema.parse(JSON.parse(stdout));
}

/** One line of an episodes file. */
function episodeLine(id: string, answer: string): string {
  return JSON.stringify({
    id,
    question: 'who?',
    answer: 'Haise',
    chunk_content: 'Haise was there.',
    messages: [{ role: 'assistant', content: `<think>x</think>\n<answer>${answer}</answer>` }],
  });
}

/** One run of a comparison over ten questions. */
function side(name: string, mean: number): object {
  return { name, mean, changes: null, questions: 10, plays: 10, seeds: 1 };
}

describe('what the command line prints', function () {
  this.timeout(60_000);
  const newFolder = temporaryFolders();

  it('list: reproductions, presets and data sets', async () => {
    const { reproductions, presets, dataSets, baselines, searches } = await json(
      z.strictObject({
        reproductions: z.array(z.looseObject({ id: z.string(), arms: z.array(z.string()) })),
        presets: z.array(z.strictObject({ name: z.string(), rewards: z.record(z.string(), z.number()) })),
        dataSets: z.array(z.strictObject({ name: z.string(), absent: z.string().nullable() })),
        baselines: z.array(z.string()),
        searches: z.array(z.strictObject({ name: z.string(), title: z.string(), needs: z.string() })),
      }),
      'list',
    );
    assert.ok(baselines.includes('self-ask'));
    assert.deepEqual(searches[0], {
      name: 'serpapi',
      title: 'Google, through SerpAPI',
      needs: 'needs SERPAPI_API_KEY and --search-budget',
    });
    const armsOf = new Map(reproductions.map(({ id, arms }) => [id, arms]));
    assert.deepEqual(
      [...armsOf.keys()],
      ['crossover', 'dose-retry', 'dose-simulator', 'rezero', 'stability', 'zerosearch'],
    );
    assert.equal(
      armsOf.get('rezero')?.join(' '),
      'rezero three-reward informed-retry twin placebo no-retry corrected full-paper',
    );
    assert.equal(
      armsOf.get('crossover')?.join(' '),
      'real real-retry simulator simulator-retry informed-retry twin',
    );
    assert.deepEqual(presets.find(({ name }) => name === 'three-reward')?.rewards, {
      correctness: 4,
      format: 2,
      em_chunk: 1,
    });
    assert.deepEqual(
      dataSets.find(({ name }) => name === 'meridian'),
      { name: 'meridian', absent: null },
    );
  });

  it('describe: what arms share, what they differ in, and every claim with its rule', async () => {
    const { differences, recipe, claims, controls, deviations } = await json(
      z.looseObject({
        controls: z.unknown(),
        recipe: z.record(z.string(), z.unknown()),
        differences: z.record(z.string(), z.record(z.string(), z.unknown())),
        claims: z.array(z.looseObject({ id: z.string(), rule: z.string().min(1), fixedOn: z.iso.date() })),
        deviations: z.array(z.string()).min(1),
      }),
      'describe',
      'rezero',
    );
    const published = { 'no-retry': 0, corrected: 1, 'full-paper': 1 };
    const own = { rezero: 1, 'three-reward': 0, 'informed-retry': 4, twin: 0, placebo: 1, ...published };
    assert.deepEqual(differences['rewards.retry.weight'], own);
    assert.equal(differences['seed']?.['twin'], 1001);
    const apart = /^(?:seed|rewards\.(?:retry|search_strategy|search_diversity)\.)/u;
    assert.ok(Object.keys(differences).every((field) => apart.test(field)));
    assert.equal(recipe['adam.beta2'], 0.99);
    assert.deepEqual(controls, {
      positive: { treatment: 'informed-retry', control: 'three-reward' },
      twin: { treatment: 'twin', control: 'three-reward' },
      shown: [{ treatment: 'placebo', control: 'three-reward' }],
    });
    assert.equal(claims.length, 7);
    assert.deepEqual(
      claims.filter(({ standing }) => standing === 'primary').map(({ id, delta }) => [id, delta]),
      [['higher-accuracy', { value: 0.1, unit: 'share' }]],
    );
    assert.equal(new Set(deviations).size, deviations.length);
  });

  it('validate: no fault on any data set that is here', async () => {
    const { code, stdout } = await cli('validate', '--json');
    assert.equal(code, 0);
    const meridian = stdout.split('\n').find((line) => line.includes('meridian'));
    assert.match(meridian ?? '', /^\{"dataset":"meridian","questions":682,"checks":\d+,"faults":\[\]\}$/u);
  });

  it('data verify meridian: every check passed', async () => {
    const check = z.looseObject({ name: z.string(), passed: z.literal(true) });
    const { checks } = await json(z.looseObject({ checks: z.array(check) }), 'data', 'verify', 'meridian');
    assert.ok(checks.length > 0);
  });

  it('rescore: one line a row, in input order', async () => {
    const path = join(newFolder(), 'episodes.jsonl');
    writeFileSync(path, `${episodeLine('b', 'haise')}\n${episodeLine('a', 'Lovell')}\n`);
    const { code, stdout } = await cli('rescore', path, '--preset', 'three-reward', '--json');
    assert.equal(code, 0);
    const scored = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; rewards: { correctness: number }; total: number });
    assert.deepEqual(
      scored.map(({ id, rewards }) => [id, rewards.correctness]),
      [
        ['b', 1],
        ['a', 0],
      ],
    );
    assert.equal((scored[0]?.total ?? 0) - (scored[1]?.total ?? 0), 4);
  });

  const fixtures = join(packageRoot(), 'test', 'fixtures');
  for (const [place, of, args] of [
    ['llama', 'grouped-head-tied', ['--model', join(fixtures, 'llama', 'grouped-head-tied')]],
    [
      'adapters',
      'llama-all',
      [
        '--model',
        join(fixtures, 'architectures', 'llama3-rope-untied'),
        '--adapter',
        join(fixtures, 'adapters', 'llama-all'),
      ],
    ],
  ] as const)
    it(`logprobs: n - 1 a sequence, as the reference has them: ${of}`, async () => {
      const golden = JSON.parse(readFileSync(join(fixtures, place, 'golden.json'), 'utf8')) as Record<
        string,
        { sequences: number[][]; logprobs: number[][] }
      >;
      const { sequences = [], logprobs: expected = [] } = golden[of] ?? {};
      const tokens = join(newFolder(), 'tokens.json');
      writeFileSync(tokens, JSON.stringify(sequences));
      const { code, stdout } = await cli('logprobs', ...args, '--tokens', tokens);
      assert.equal(code, 0);
      const actual = JSON.parse(stdout) as number[][];
      assert.equal(actual.length, expected.length);
      for (const [i, row] of expected.entries())
        for (const [j, value] of row.entries()) assert.ok(Math.abs((actual[i]?.[j] ?? NaN) - value) < 1e-4);
    });

  it('evaluate and rollout: the episode shown is the one that was counted', async () => {
    const { outcomes, correct, n, accuracy } = await json(evaluation, 'evaluate', 'rezero', '--seed', '3');
    assert.equal(outcomes.filter((one) => one.correct === true).length, correct);
    assert.equal(accuracy.estimate, correct / n);
    assert.ok(accuracy.low < accuracy.estimate && accuracy.estimate < accuracy.high);
    const [first] = outcomes;
    assert.ok(first);
    const args = ['rollout', 'rezero', '--id', first.questionId, '--seed', '3'];
    const episode = await json(rollout, ...args);
    assert.equal(episode.outcome.answer ?? null, first.answer);
    assert.equal(episode.searches.length, first.searches);
    assert.equal(episode.verdict.kind, first.correct === true ? 'correct' : 'incorrect');
    assert.deepEqual([episode.turns[0]?.role, episode.turns[1]?.role], ['prompt', 'policy']);
    const { stdout } = await cli(...args);
    assert.match(stdout, /^--- prompt\nQuestion: .*\n--- policy\n/u);
    assert.match(stdout, /\n--- outcome\n.*(correct|incorrect); the gold answer is /u);
    const pays = [...stdout.matchAll(/ = (-?[\d.]+)$/gmu)].map(([, pay]) => Number(pay));
    assert.ok(Math.abs(episode.rewards.total - pays.reduce((sum, pay) => sum + pay, 0)) < 1e-3);
  });

  it('assay verdicts: rates of every world, and the files it is asked for', async () => {
    const results = newFolder();
    const rate = z.number().min(0).max(1);
    const args = ['assay', 'verdicts', '--replicates', '2', '--seeds', '3,5', '--results', results];
    const { code, stdout } = await cli(...args, '--json');
    assert.equal(code, 0);
    const assay = z
      .object({
        replicates: z.literal(2),
        worlds: z.array(z.object({ id: z.string() })).min(10),
        cells: z.array(z.object({ world: z.string(), reproduced: rate, opposite: rate, noDifference: rate })),
      })
      .parse(JSON.parse(stdout));
    assert.equal(new Set(assay.cells.map(({ world }) => world)).size, assay.worlds.length);
    assert.equal(readFileSync(join(results, 'assay', 'verdicts.json'), 'utf8'), stdout);
    const page = readFileSync(join(results, 'assay', 'verdicts.md'), 'utf8');
    assert.match(
      page,
      /Generated by `twinzero assay verdicts --replicates 2 --seed 1 --seeds 3,5 --chunks 32 /u,
    );
    assert.equal((await cli(...args)).stdout, page);
  });

  it('assay policy: a row for each property, greedy ones as an evaluation has them', async () => {
    const row = z.strictObject({
      id: z.string(),
      property: z.string(),
      share: interval.nullable(),
      cases: z.int(),
      questions: z.int(),
      aim: z.tuple([share, share]).nullable(),
      met: z.boolean().nullable(),
    });
    const assay = await json(
      z.looseObject({
        reproduction: z.literal('rezero'),
        temperature: z.literal(0.9),
        questions: z.strictObject({ train: z.literal(12), dev: z.literal(64), 'held-out': z.literal(0) }),
        rows: z.array(row),
      }),
      'assay',
      'policy',
      'data/models/meridian-base',
      '--samples',
      '2',
      '--questions',
      '12',
    );
    const sizes = Object.fromEntries(assay.rows.map(({ id, cases, questions }) => [id, [cases, questions]]));
    assert.deepEqual(sizes['accuracy/dev'], [128, 64]);
    assert.deepEqual(sizes['accuracy/train'], [24, 12]);
    assert.deepEqual(
      [sizes['format'], sizes['reading']],
      [
        [152, 76],
        [76, 76],
      ],
    );
    // The greedy row is the evaluation's figure, question by question the same episodes.
    const evaluated = await json(
      z.looseObject({ accuracy: interval }),
      'evaluate',
      'rezero',
      '--split',
      'dev',
    );
    const greedy = assay.rows.find(({ id }) => id === 'greedy/dev');
    assert.equal(greedy?.share?.estimate, evaluated.accuracy.estimate);
  });

  it('compare, report and report --check: from run folders alone', async () => {
    const results = newFolder();
    const folder = join(results, 'rezero', 'default');
    const short = { dev: { 0: '00', 10: '11' }, info: { steps: 10 } };
    const runs = [1, 2, 3].flatMap((seed) => [
      fixtureRun({ ...short, arm: 'rezero', seed, heldOut: { 0: '0000000000', 10: '1111111100' } }),
      fixtureRun({ ...short, arm: 'three-reward', seed, heldOut: { 0: '0000000000', 10: '1000000010' } }),
    ]);
    await writeFixture(folder, runs);
    const pair = ['rezero-s1', 'three-reward-s1'].map((id) => join(folder, 'runs', id));
    const compared = await json(
      z.looseObject({ difference: z.looseObject({}), mcnemar: z.looseObject({}) }),
      'compare',
      ...pair,
    );
    const { difference, mcnemar, first, second } = compared;
    assert.deepEqual([first, second], [side('rezero-s1', 0.8), side('three-reward-s1', 0.2)]);
    const { n, firstOnly, secondOnly, p } = mcnemar;
    assert.deepEqual({ n, firstOnly, secondOnly }, { n: 10, firstOnly: 7, secondOnly: 1 });
    // Exact McNemar of 7 against 1: 2 x (1 + 8) / 2^8.
    assert.ok(Math.abs(Number(p) - 0.0703125) < 1e-12);
    assert.ok(Math.abs(Number(difference['estimate']) - 0.6) < 1e-12);
    // Chunks 1/2, 1, 1, 1, -1/2: standard error 0.2915, t(0.975, 4) = 2.776.
    assert.equal(Number(difference['low']).toFixed(3), '-0.209');

    const place = ['report', 'rezero', '--results', results];
    const { code: made, stdout: table, stderr } = await cli(...place);
    assert.deepEqual([made, stderr, table.split('\n').at(-2)], [0, '', join(folder, 'README.md')]);
    assert.match(table, /^Policy .*Area under curve.*\n(?:.*\n)+Three rewards .* 20\.0 % /mu);
    assert.equal((await cli(...place, '--check')).code, 0);
    appendFileSync(join(folder, 'summary.csv'), 'edited by hand\n');
    const { code, stdout } = await cli(...place, '--check');
    assert.deepEqual([code, stdout], [1, `${join(folder, 'summary.csv')}\n`]);
  });
});
