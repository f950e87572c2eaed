import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { DemonstrationTurn } from '../../../harness/core/episode.ts';
import type { LocatedQuestion } from '../../../harness/core/question.ts';
import { Random } from '../../../harness/core/random.ts';
import { bm25Backend } from '../../../harness/search/lexical/bm25.ts';
import type { SearchBackend } from '../../../harness/search/search-backend.ts';
import { noiseBackend } from '../../../harness/search/wrappers/noise-backend.ts';
import { formatReward } from '../../../harness/reward/format-reward.ts';
import { entities } from '../generate/entities.ts';
import { generateWorld } from '../generate/generate-world.ts';
import { partKinds } from '../generate/named-part.ts';
import { demonstrate } from './demonstrate.ts';
import type { TeacherRates } from './teacher-rates.ts';

const world = generateWorld(11);
const search = bm25Backend(world.chunks);
const noisy = noiseBackend(search, { rate: 0.5, pool: world.chunks });
const searching = /^<think> (need|result shows) [^<>]+<\/think>\n<search> ([^<> ]+(?: [^<> ]+)*)<\/search>$/;
const answering = /^<think> result shows ([^<>]+)<\/think>\n<answer> ([^<> ]+(?: [^<> ]+)*)<\/answer>$/;

describe('demonstrate', () => {
  it('plays prompt, searches and one answer, all in format, on honest and on noisy results', async () => {
    for (const backend of [search, noisy])
      for (const question of world.questions.slice(0, 150)) {
        const turns = await play(question, { backend });
        assert.equal(turns[0]?.text, `Question: ${question.question}`);
        const roles = turns.slice(1).map(({ role }) => role);
        assert.deepEqual(
          roles,
          roles.map((_, index) => (index % 2 === 0 ? 'policy' : 'observation')),
        );
        const policy = turns.filter(({ role }) => role === 'policy');
        assert.ok(policy.length >= 2 && policy.length <= 6, `${policy.length} policy turns`);
        for (const { text } of policy.slice(0, -1)) assert.match(text, searching);
        assert.match(policy.at(-1)?.text ?? '', answering);
      }
  });

  it('says what the question gives and what the document is about, in their own words', async () => {
    const question = ofKind('direct');
    const turns = await play(question, { rates: { firstQueryParts: [0, 0, 1], answerAfterGold: 1 } });
    const [, first, observation, last] = turns;
    const given = world.posed.get(question.id)?.given.length;
    assert.equal(given, 3);
    const query = searching.exec(first?.text ?? '')?.[2] ?? '';
    assert.equal(first?.text, `<think> need ${query}</think>\n<search> ${query}</search>`);
    assert.equal(
      observation?.text,
      `<information>Result 1:\n${textOf(question.goldChunkId)}\n------\n</information>`,
    );
    assert.equal(
      last?.text,
      `<think> result shows ${query} , match</think>\n<answer> ${question.answers[0]}</answer>`,
    );
  });

  it('answers rightly whenever it says match', async () => {
    const kinds = new Set<string>();
    for (const question of world.questions) {
      const [, thought, answer] =
        answering.exec((await play(question, { backend: noisy })).at(-1)?.text ?? '') ?? [];
      if (!(thought ?? '').endsWith(' , match')) continue;
      assert.equal(answer, question.answers[0], question.id);
      kinds.add(question.kind);
    }
    assert.deepEqual([...kinds].sort(), ['alias', 'direct', 'partial', 'two-hop-case', 'two-hop-recurrence']);
  });

  it('follows the link of the first chunk with a second query', async () => {
    const rates = { firstQueryParts: [0, 0, 1], afterBridge: { search: 1, answer: 0, giveUp: 0 } } as const;
    const always = {
      ...rates,
      afterMiss: { search: 1, answer: 0, giveUp: 0 },
      repeatQuery: 0,
      answerAfterGold: 1,
    };
    for (const [kind, verdict] of [
      ['two-hop-case', / , case \w+ \w+<\/think>\n<search> case \w+ \w+<\/search>$/],
      ['two-hop-recurrence', / , came back during (\w+)<\/think>\n<search> \w+ \w+ \1<\/search>$/],
    ] as const) {
      const plain = world.questions.find(
        (question) => question.kind === kind && isNamedAsInFirstChunk(question),
      );
      assert.ok(plain !== undefined);
      const policy = (await play(plain, { rates: always })).filter(({ role }) => role === 'policy');
      assert.equal(policy.length, 3);
      assert.match(policy[1]?.text ?? '', verdict);
      assert.ok(policy[2]?.text.endsWith(`, match</think>\n<answer> ${plain.answers[0]}</answer>`));
    }
  });

  it('answers from the wrong chunk or gives up as its rates say', async () => {
    const wrong = {
      ...search,
      search: async () => ({ documents: [{ ...otherChunk(), origin: 'chunk' as const }] }),
    };
    const question = ofKind('direct');
    const step = { search: 0, answer: 0, giveUp: 0 };
    const guess = await play(question, { backend: wrong, rates: { afterMiss: { ...step, answer: 1 } } });
    const incident = world.incidents.get(otherChunk().id);
    const value = incident?.values[world.posed.get(question.id)?.answerType ?? 'officer'];
    assert.ok(guess.at(-1)?.text.endsWith(` , no match</think>\n<answer> ${value}</answer>`));
    const gaveUp = await play(question, { backend: wrong, rates: { afterMiss: { ...step, giveUp: 1 } } });
    assert.ok(gaveUp.at(-1)?.text.endsWith('<answer> unknown</answer>'));
  });

  it('retries under other names, never beyond its limit, and copes with an empty result', async () => {
    const nothing: SearchBackend = { id: 'nothing', search: async () => ({ documents: [] }) };
    const rates = {
      afterMiss: { search: 1, answer: 0, giveUp: 0 },
      repeatQuery: 0,
      firstQueryParts: [1, 0, 0],
    } as const;
    const turns = await play(ofKind('direct'), { backend: nothing, rates });
    const queries = turns.flatMap(({ text }) => searching.exec(text)?.[2] ?? []);
    assert.deepEqual(
      queries.map((query) => query.split(' ').length),
      [1, 3, 3, 3, 3],
    );
    assert.ok(queries.every((query, index) => query !== queries[index + 1]));
    assert.equal(
      turns.at(-1)?.text,
      '<think> result shows nothing , no match</think>\n<answer> unknown</answer>',
    );
  });

  it('gives up before any search as often as its rates say', async () => {
    const turns = await play(ofKind('direct'), { rates: { skipSearch: 1 } });
    assert.deepEqual(
      turns.map(({ role }) => role),
      ['prompt', 'policy'],
    );
    assert.match(turns[1]?.text ?? '', /^<think> need [^<>]+<\/think>\n<answer> unknown<\/answer>$/);
    const half = await firstTurns({ skipSearch: 0.5 });
    const skipped = half.filter((text) => text.includes('<answer>')).length;
    // Four standard deviations of half of 200.
    assert.ok(Math.abs(skipped - 100) < 28, `${skipped} of ${half.length}`);
    assert.ok((await firstTurns({})).every((text) => !text.includes('<answer>')));
  });

  it('asks first under the other name of one part where its rates say so', async () => {
    for (const renameFirst of [0, 1])
      for (const text of await firstTurns({ renameFirst })) {
        const [, thought = '', query = ''] =
          /^<think> need ([^<>]+)<\/think>\n<search> ([^<>]+)<\/search>$/.exec(text) ?? [];
        assert.notEqual(query, '', text);
        const given = new Set(thought.split(' '));
        const others = query.split(' ').filter((word) => !given.has(word));
        assert.equal(others.length, renameFirst, text);
        assert.ok(others.every((word) => [...given].some((name) => areNamesOfOne(name, word))));
      }
  });

  it('breaks the format of its answer in each of three ways, and of nothing else', async () => {
    const rates = { breakFormat: 1, firstQueryParts: [0, 0, 1], answerAfterGold: 1 } as const;
    const seen = new Set<string>();
    for (const question of world.questions.slice(0, 60)) {
      const turns = (await play(question, { rates })).filter(({ role }) => role === 'policy');
      for (const { text } of turns.slice(0, -1)) assert.match(text, searching);
      const last = turns.at(-1)?.text ?? '';
      assert.doesNotMatch(last, answering);
      assert.deepEqual(formatReward({ ...question, messages: [{ role: 'assistant', content: last }] }), {
        value: 0,
      });
      seen.add(last.replaceAll(/ [^<>]+/gu, ' x'));
    }
    assert.deepEqual([...seen].sort(), [
      '<answer> x</answer>',
      '<think> x</think>\n x',
      '<think> x</think>\n<answer> x',
    ]);
  });

  it('is repeatable, and refuses a question of another world', async () => {
    const question = ofKind('alias');
    assert.deepEqual(await play(question, {}), await play(question, {}));
    await assert.rejects(
      demonstrate(world, { ...question, id: 'x' }, { random: Random.seeded(1), search }),
      /question x is not one of the world of seed 11/,
    );
  });
});

function play(
  question: LocatedQuestion,
  { backend = search, rates }: { readonly backend?: SearchBackend; readonly rates?: Partial<TeacherRates> },
): Promise<DemonstrationTurn[]> {
  const random = Random.seeded(5).fork(question.id);
  return demonstrate(world, question, {
    random,
    search: backend,
    ...(rates === undefined ? {} : { teacher: rates }),
  });
}

/** The first policy turns of 200 questions. */
function firstTurns(rates: Partial<TeacherRates>): Promise<string[]> {
  return Promise.all(
    world.questions.slice(0, 200).map(async (question) => (await play(question, { rates }))[1]?.text ?? ''),
  );
}

function areNamesOfOne(name: string, other: string): boolean {
  return partKinds.some((part) => entities[part].some((pair) => pair.includes(name) && pair.includes(other)));
}

function ofKind(kind: string): LocatedQuestion {
  const question = world.questions.find((candidate) => candidate.kind === kind);
  assert.ok(question !== undefined);
  return question;
}

function isNamedAsInFirstChunk({ id, chunkIds }: LocatedQuestion): boolean {
  const first = world.incidents.get(chunkIds[0] ?? '');
  const given = world.posed.get(id)?.given ?? [];
  return first?.kind === 'report' && given.every(({ part, name }) => first.key[part].name === name);
}

function textOf(id: string): string {
  return world.chunks.find((chunk) => chunk.id === id)?.text ?? '';
}

function otherChunk(): { readonly id: string; readonly text: string } {
  const [chunk] = world.chunks.filter(({ id }) => id !== ofKind('direct').goldChunkId);
  assert.ok(chunk !== undefined);
  return chunk;
}
