import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { containsWords } from '../../../harness/core/answer-match.ts';
import { sha256 } from '../../../harness/core/canonical-json.ts';
import { TwinZeroError } from '../../../harness/core/twin-zero-error.ts';
import { shippedDifficulty, shippedSeed } from './difficulty.ts';
import { generateWorld } from './generate-world.ts';
import { keyParts, partWord, renamed } from './named-part.ts';
import { planCounts } from './plan-counts.ts';
import { incidentSubject, worldFacts } from './world-facts.ts';
import type { World } from './world.ts';

describe('generateWorld', () => {
  const shipped = generateWorld(shippedSeed);
  const other = generateWorld(7);

  it('makes the same world for the same seed and another for another', () => {
    assert.deepEqual(generateWorld(7), other);
    assert.notEqual(other.chunks[0]?.text, shipped.chunks[0]?.text);
  });

  it('makes 341 distinct chunks with unique keys, and two different questions about each', () => {
    for (const { chunks, questions, incidents } of [shipped, other]) {
      assert.equal(new Set(chunks.map(({ text }) => text)).size, 341);
      assert.equal(new Set([...incidents.values()].map(incidentSubject)).size, 341);
      assert.equal(new Set(questions.map(({ question }) => question)).size, 682);
      const types = new Set(questions.map(({ goldChunkId, answerType }) => `${goldChunkId} ${answerType}`));
      assert.equal(types.size, 682);
    }
  });

  it('writes texts that mention their key under the names drawn and never under the others', () => {
    for (const [id, incident] of other.incidents) {
      const text = textOf(other, id);
      if (incident.kind === 'case-file') continue;
      for (const part of keyParts(incident.key)) {
        assert.ok(containsWords(text, partWord(part)), `${id} lacks ${partWord(part)}`);
        assert.ok(!containsWords(text, partWord(renamed(part))), `${id} has ${partWord(renamed(part))}`);
      }
    }
  });

  it('puts the answer into the gold chunk, and neither into the question nor into a chunk read before', () => {
    for (const world of [shipped, other])
      for (const { id, question, answers, goldChunkId, chunkIds } of world.questions) {
        assert.ok(textOf(world, goldChunkId).includes(answers[0]), id);
        assert.ok(!containsWords(question, answers[0]), id);
        assert.equal(chunkIds.at(-1), goldChunkId);
        for (const before of chunkIds.slice(0, -1))
          assert.ok(!containsWords(textOf(world, before), answers[0]), id);
      }
  });

  it('asks by kind as the difficulty says, to within two questions in a hundred', () => {
    const { partialShare, twoHopShare, caseShare, aliasShare } = shippedDifficulty;
    const single = 1 - partialShare - twoHopShare;
    for (const [kind, share] of [
      ['partial', partialShare],
      ['two-hop', twoHopShare],
      ['two-hop-case', twoHopShare * caseShare],
      ['alias', single * aliasShare],
      ['direct', single * (1 - aliasShare)],
    ] as const)
      assert.ok(Math.abs(shareOf(other, kind) - share) < 0.02, `${kind} ${shareOf(other, kind)}`);
  });

  it('renames one or two parts in an alias question and none in a direct one', () => {
    for (const { id, kind, goldChunkId } of other.questions) {
      const incident = other.incidents.get(goldChunkId);
      if (incident?.kind !== 'report' || (kind !== 'alias' && kind !== 'direct')) continue;
      const given = other.posed.get(id)?.given ?? [];
      const differing = given.filter((part) => part.name !== incident.key[part.part].name).length;
      assert.ok(
        kind === 'direct' ? differing === 0 : differing === 1 || differing === 2,
        `${id} ${differing}`,
      );
    }
  });

  it('gives in a partial question two parts that fit one report only', () => {
    for (const { id, kind, goldChunkId } of other.questions) {
      if (kind !== 'partial') continue;
      const given = other.posed.get(id)?.given ?? [];
      assert.equal(given.length, 2);
      const fitting = [...other.incidents.values()].filter(
        (incident) =>
          incident.kind === 'report' &&
          given.every(({ part, entity }) => incident.key[part].entity === entity),
      );
      assert.deepEqual(
        fitting.map(({ chunkId }) => chunkId),
        [goldChunkId],
      );
    }
  });

  it('splits by chunk into 277, 32 and 32 with linked chunks together', () => {
    const { train, dev, heldOut } = shipped.split;
    assert.deepEqual([train.length, dev.length, heldOut.length], [277, 32, 32]);
    assert.equal(new Set([...train, ...dev, ...heldOut]).size, 341);
    for (const part of [train, dev, heldOut])
      for (const id of part) {
        const incident = shipped.incidents.get(id);
        if (incident?.kind === 'report' && incident.link !== null)
          assert.ok(part.includes(incident.link.chunkId));
      }
  });

  it('holds out the pinned chunks', () => {
    const pinned = { first: shipped.split.heldOut.slice(0, 3), all: sha256(shipped.split.heldOut.join(' ')) };
    assert.deepEqual(pinned, {
      first: ['c021', 'c039', 'c044'],
      all: '2101884ad61ce2c1bc7b9cb32c488094026df9f4472f41660e933dae74d94acd',
    });
  });

  it('shares no fact between the shipped world and others, which by chance would share some', () => {
    const facts = worldFacts(shipped.incidents.values());
    assert.equal(facts.size, 3 * 341 + planCounts(shippedDifficulty).casePairs);
    const shared = [1, 2, 3, 1_000_000].flatMap((seed) =>
      [...worldFacts(generateWorld(seed).incidents.values())].filter((fact) => facts.has(fact)),
    );
    assert.deepEqual(shared, []);
    const keys = [...shipped.incidents.values()].map(incidentSubject);
    assert.ok([...other.incidents.values()].some((incident) => keys.includes(incidentSubject(incident))));
  });

  it('refuses a difficulty that does not fit', () => {
    for (const [wrong, message] of [
      [{ twoHopShare: 0.5 }, /need 393 chunks/],
      [{ faultsPerComponent: 10 }, /faultsPerComponent must be an integer from 2 to 8/],
      [{ faultsPerComponent: 2, phasesPerComponent: 2 }, /leaves 96 keys/],
    ] as const)
      assert.throws(
        () => generateWorld(1, { ...shippedDifficulty, ...wrong }),
        (error) =>
          error instanceof TwinZeroError && error.kind === 'configuration' && message.test(error.message),
      );
  });
});

function textOf(world: World, id: string): string {
  return world.chunks.find((chunk) => chunk.id === id)?.text ?? '';
}

function shareOf({ questions }: World, kind: string): number {
  return questions.filter((question) => question.kind.startsWith(kind)).length / questions.length;
}
