import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { Stubs } from '../engine/completion/testing/ask-completion.ts';
import { chatCompletion, type StubRequest } from '../engine/completion/testing/completion-stub.ts';
import { findBench } from './bench.ts';
import { evaluateBaseline } from './evaluate-baseline.ts';
import { findBaseline } from './find-baselines.ts';

/** A policy that always answers with the same word, and a judge that never likes it. */
const model = (_: number, { body }: StubRequest): ReturnType<typeof chatCompletion> =>
  chatCompletion(
    (body as { model: string }).model === 'j' ? 'No.' : '<think>So.</think><answer>Monday</answer>',
  );

describe('a baseline played by a model of the user', () => {
  const stubs = new Stubs();
  afterEach(() => stubs.close());

  it('asks that model, is judged by the judge that was named, and is another row than its own', async () => {
    const stub = await stubs.start(model);
    const server = {
      hosts: [stub.host],
      price: { promptUsdPerMillionTokens: 1, completionUsdPerMillionTokens: 0 },
    };
    const [method, bench] = [await findBaseline('r1-no-search'), await findBench('meridian')];
    const place = { provider: 'cpu', threads: 1, servers: { p: server, j: server } } as const;
    const request = { split: 'dev', seed: 1, settings: {}, place, now: () => 0 } as const;
    const policy = { kind: 'openai', model: 'p' } as const;
    const played = await evaluateBaseline(method, bench, { ...request, policy });
    const [outcomes = []] = played.row.plays.map((play) => play.outcomes);
    assert.equal(played.row.engine, 'openai/chat');
    assert.deepEqual([played.model, outcomes.length], ['p', 64]);
    assert.ok(outcomes.every(({ answer }) => answer === 'Monday'));
    const right = outcomes.filter(({ em }) => em === 1).length;
    assert.equal(outcomes.filter(({ correct }) => correct === true).length, right);
    assert.equal(played.spending?.requests, 1 + 64);

    const judged = await evaluateBaseline(method, bench, { ...request, policy, judge: { model: 'j' } });
    assert.ok(judged.row.plays[0]?.outcomes.every(({ correct }) => correct === false));
    assert.notEqual(judged.row.hash, played.row.hash);
  });

  it('is refused where a chat cannot go on in a message that the method has begun', async () => {
    const stub = await stubs.start(model);
    const [method, bench] = [await findBaseline('direct'), await findBench('meridian')];
    const place = { provider: 'cpu', threads: 1, servers: { p: { hosts: [stub.host] } } } as const;
    const policy = { kind: 'openai', model: 'p' } as const;
    await assert.rejects(
      evaluateBaseline(method, bench, { split: 'dev', seed: 1, settings: {}, place, now: () => 0, policy }),
      {
        kind: 'configuration',
        message: /^baseline direct is not available here: the engine cannot go on in a message .*tokenizer/u,
      },
    );
    assert.equal(stub.requests.length, 1);
  });

  it('is refused a simulator where the bench asks none', async () => {
    const [method, bench] = [await findBaseline('direct'), await findBench('meridian')];
    const place = { provider: 'cpu', threads: 1 } as const;
    const simulator = { kind: 'chat', model: 's' } as const;
    await assert.rejects(
      evaluateBaseline(method, bench, {
        split: 'dev',
        seed: 1,
        settings: {},
        place,
        now: () => 0,
        simulator,
      }),
      { kind: 'configuration', message: /^the search ends in "bm25", which asks no simulator; / },
    );
  });
});
