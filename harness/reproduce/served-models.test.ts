import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { Stubs } from '../engine/completion/testing/ask-completion.ts';
import { chatCompletion, type StubRequest } from '../engine/completion/testing/completion-stub.ts';
import { evaluateModel } from './evaluate-model.ts';
import { findReproduction } from './find-reproductions.ts';
import { rollOut } from './roll-out.ts';

const place = { provider: 'cpu', threads: 1 } as const;
const policy = { kind: 'openai', model: 'p' } as const;

/** A policy that searches once and then answers with a word of its question, and a judge that likes "valve". */
const model = (_: number, { body }: StubRequest): ReturnType<typeof chatCompletion> => {
  const { model: name, messages } = body as { model: string; messages: readonly { content: string }[] };
  const said = messages.at(-1)?.content ?? '';
  if (name === 'j') return chatCompletion(/Answer to judge: "a valve"/u.test(said) ? 'Yes.' : 'No.');
  return chatCompletion(
    messages.length === 1
      ? '<think>I look.</think><search>valve</search>'
      : '<think>So.</think><answer>a valve</answer>',
  );
};

describe('an arm played by served models', function () {
  this.timeout(30_000);
  const stubs = new Stubs();
  afterEach(() => stubs.close());

  it('is evaluated with its searches, its judge and what it spent', async () => {
    const stub = await stubs.start(model);
    const server = { hosts: [stub.host] };
    const rezero = await findReproduction('rezero');
    const price = { promptUsdPerMillionTokens: 1, completionUsdPerMillionTokens: 0 };
    const found = await evaluateModel(rezero, {
      policy,
      judge: { model: 'j' },
      split: 'dev',
      seed: 1,
      place: { ...place, servers: { p: { ...server, price }, j: server } },
    });
    assert.deepEqual([found.model, found.n, found.correct, found.failed], ['p', 64, 64, 0]);
    assert.ok(found.outcomes.every(({ searches }) => searches === 1));
    assert.equal(found.spending?.requests, 1 + 2 * 64);
    assert.equal(found.spending?.costUsd, (20 * (1 + 2 * 64)) / 1_000_000);
    const played = await rollOut(rezero, {
      policy,
      asked: { id: found.outcomes[0]?.questionId ?? '' },
      temperature: 0,
      seed: 1,
      place: { ...place, servers: { p: server } },
    });
    assert.deepEqual(
      played.episode.turns.map(({ role, logprobs }) => [role, logprobs]),
      [
        ['prompt', undefined],
        ['policy', undefined],
        ['observation', undefined],
        ['policy', undefined],
      ],
    );
    assert.deepEqual(played.episode.outcome, { kind: 'answered', answer: 'a valve' });
  });

  it('is refused before it is played where a chat cannot play the protocol', async () => {
    const stub = await stubs.start(model);
    const servers = { p: { hosts: [stub.host] } };
    const zerosearch = await findReproduction('zerosearch');
    const request = { arm: 'real', policy, split: 'dev', seed: 1, place: { ...place, servers } } as const;
    await assert.rejects(evaluateModel(zerosearch, request), {
      kind: 'configuration',
      message: /^engine openai\/chat cannot play the protocol search-r1-compact, .*tokenizer/u,
    });
    assert.equal(stub.requests.length, 1);
  });

  it('is judged by a model of this machine, which may be the policy itself', async () => {
    const rezero = await findReproduction('rezero');
    const folder = 'data/models/meridian-base';
    const request = { judge: { model: 'own' }, split: 'dev', seed: 1 } as const;
    const models = { own: { kind: 'embedded', folder } } as const;
    const found = await evaluateModel(rezero, { ...request, place: { ...place, models } });
    // A policy of a million parameters says neither yes nor no: its verdicts are failures, not scores.
    const answered = found.outcomes.filter((outcome) => outcome.answered);
    assert.ok(answered.length > 0);
    assert.ok(answered.every(({ correct }) => correct === null));
    assert.match(found.firstFailure ?? '', /does not begin with yes or no$/u);
  });
});
