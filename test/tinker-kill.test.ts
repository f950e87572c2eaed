import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Fetch } from '../harness/core/http-exchange.ts';
import type { Learner, OpenPolicy } from '../harness/engine/engine.ts';
import { requireTrainable } from '../harness/engine/requirements.ts';
import { openTinkerPolicy } from '../harness/engine/tinker/policy/open-tinker-policy.ts';
import { PolicyServer } from '../harness/engine/tinker/testing/policy-server.ts';
import { tinyBasePolicy, tinyWorldCodec } from '../harness/train/testing/tiny-policy.ts';
import { tinyConfig, tinyRun } from '../harness/train/testing/tiny-run.ts';
import { lostAnswer } from './testing/lost-answer.ts';

const config = tinyConfig({ steps: 4, adam: { ...tinyConfig().adam, maxGradNorm: null } });
const lora = { rank: 8, seed: 0, train_unembed: true, train_mlp: true, train_attn: true };

const open = async (fetch: Fetch, journal: string): Promise<OpenPolicy> => ({
  ...(await openTinkerPolicy({
    server: 'twinzero',
    model: 'base',
    lora,
    place: {
      url: 'http://table.test',
      fetch,
      journal,
      deadlineMs: 1,
      resultDeadlineMs: 1,
      sleep: async () => {},
    },
    decode: (tokens) => tinyWorldCodec.decode(tokens),
    vocabularySize: tinyWorldCodec.vocabularySize,
    maxTokens: 512,
  })),
  codec: tinyWorldCodec,
});

describe('a run on a server that is killed', () => {
  let folder = '';
  let server: PolicyServer;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twinzero-tinker-kill-'));
    server = new PolicyServer({
      open: () => tinyBasePolicy(),
      folder: join(folder, 'server'),
      reduction: 'token-sum',
    });
  });
  afterEach(() => rm(folder, { recursive: true }));

  const run = async (name: string, fetch: Fetch, resume = false): Promise<string> => {
    const policy = await open(fetch, join(folder, name, 'journal.jsonl'));
    await tinyRun(join(folder, name), { config, policy }, { resume });
    await policy.close();
    return readFileSync(join(folder, name, 'metrics.csv'), 'utf8');
  };
  const until = (endpoint: string, count: number): Fetch => lostAnswer(server.fetch, endpoint, count);

  it('takes up its model, and has nothing computed twice, when the harness alone died', async () => {
    const whole = await run('whole', server.fetch);
    const steps = (): number => server.asked.filter((endpoint) => endpoint === 'optim_step').length;
    const [before, loads] = [steps(), server.asked.filter((one) => one === 'load_weights').length];
    assert.equal(loads, 0);
    // Step 4 has arrived at the server and nobody knows; the checkpoint is of step 2.
    await assert.rejects(run('killed', until('optim_step', 4)), { kind: 'engine' });
    assert.equal(await run('killed', server.fetch, true), whole);
    assert.equal(server.asked.filter((one) => one === 'load_weights').length, 0, 'the model was still there');
    assert.equal(
      steps() - before,
      before + 1,
      'step 3 was not asked for again, and step 4 only posted again',
    );
  });

  it('leaves no reference behind, however often the harness dies', async () => {
    const policy = await open(server.fetch, join(folder, 'whole.jsonl'));
    await policy.learner?.publish();
    await policy.reference();
    const held = server.models;
    await policy.close();
    assert.equal(held, 2);
    for (const resume of [false, true, true])
      await assert.rejects(run('killed', until('optim_step', 1), resume), { kind: 'engine' });
    assert.equal(server.models, 1 + held, 'the reference of the first policy, which its session frees');
    await run('killed', server.fetch, true);
    assert.equal(server.models, 2, 'that one, and the last');
  });

  it('never holds two models: the one in training is freed before another is loaded', async () => {
    const held: number[] = [];
    const counted: Fetch = async (...request) => {
      const answer = await server.fetch(...request);
      held.push(server.models);
      return answer;
    };
    const journal = join(folder, 'journal.jsonl');
    const learnerOf = async (): Promise<Learner> => requireTrainable(await open(counted, journal)).learner;
    const killed = await learnerOf();
    const early = await killed.save('early', { optimiser: true });
    await killed.load(early);
    await killed.save('late', { optimiser: true });
    const resumed = await learnerOf();
    assert.equal(server.models, 1, 'the killed one has left its model, where it saved last');
    await resumed.load(early);
    await resumed.load(early, { optimiser: 'fresh' });
    await resumed.publish();
    assert.equal(Math.max(...held), 1);
    assert.equal(server.asked.filter((one) => one === 'load_weights').length, 3);
  });

  it('goes on from its checkpoint when the server died, too', async () => {
    const whole = await run('whole', server.fetch);
    await assert.rejects(run('killed', until('optim_step', 4)), { kind: 'engine' });
    server.restart();
    // The server still knows the model's name, as SkyRL does from its database, and not the model.
    await assert.rejects(run('killed', server.fetch, true), { message: /resume the run/ });
    assert.equal(await run('killed', server.fetch, true), whole);
    assert.equal(server.asked.filter((one) => one === 'load_weights').length, 1);
  });

  it('says that a server which was restarted under it has lost the model', async () => {
    const policy = await open(server.fetch, join(folder, 'journal.jsonl'));
    await policy.learner?.publish();
    server.restart();
    await assert.rejects(policy.learner?.publish() ?? Promise.resolve(), {
      kind: 'engine',
      message: /resume the run/,
    });
    await policy.close();
    assert.ok(!existsSync(join(folder, 'journal.jsonl')));
  });
});
