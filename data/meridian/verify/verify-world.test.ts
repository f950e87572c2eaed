import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Chunk } from '../../../harness/core/question.ts';
import { shippedDifficulty, shippedSeed } from '../generate/difficulty.ts';
import { generateWorld } from '../generate/generate-world.ts';
import { keyParts, partWord, renamed } from '../generate/named-part.ts';
import type { World } from '../generate/world.ts';
import { leakedFacts, misplacedAnswers } from './leaks.ts';
import { singleQueries } from './search-figures.ts';
import { verifyWorld } from './verify-world.ts';

describe('verifyWorld', () => {
  const shipped = generateWorld(shippedSeed);
  const figures = verifyWorld(shipped);

  it('passes the shipped world in every check', () => {
    assert.deepEqual(
      figures.checks.filter(({ passed }) => !passed),
      [],
    );
    assert.deepEqual(
      [figures.parts.heldOut.questions, figures.parts.dev.questions, figures.parts.train.questions],
      [64, 64, 554],
    );
  });

  it('finds direct questions by their parts, renamed ones by rewording, two-hop ones only by reading', () => {
    const { direct, alias } = figures.kinds;
    assert.equal(direct?.partsAsGiven, 1);
    assert.equal(direct.oracleSearches, 1);
    assert.ok(alias !== undefined && alias.verbatim < 0.5 && alias.oracle === 1);
    const twoHop = figures.kinds['two-hop-case'];
    assert.ok(
      twoHop !== undefined && twoHop.verbatim === 0 && twoHop.bestSingle === 0 && twoHop.oracle === 1,
    );
    assert.ok(twoHop.oracleSearches >= 2);
  });

  it('fails a world that is too easy', () => {
    const easy = generateWorld(1, {
      ...shippedDifficulty,
      aliasShare: 0,
      partialAliasShare: 0,
      twoHopShare: 0.1,
    });
    const failed = verifyWorld(easy).checks.filter(({ passed }) => !passed);
    assert.equal(failed.length, 2);
    assert.match(failed[0]?.name ?? '', /verbatim/);
    assert.match(failed[1]?.name ?? '', /best single/);
  });

  it('finds more with more documents a search', () => {
    assert.ok(verifyWorld(shipped, { topK: 3 }).parts.train.verbatim > figures.parts.train.verbatim);
  });

  it('notices a held-out fact in a training chunk, under other names too', () => {
    const heldOut = shipped.split.heldOut.find((id) => isUnlinkedReport(shipped, id)) ?? '';
    const incident = shipped.incidents.get(heldOut);
    assert.ok(incident?.kind === 'report');
    const text = keyParts(incident.key).reduce(
      (words, part) => words.replaceAll(partWord(part), partWord(renamed(part))),
      chunk(shipped, heldOut).text,
    );
    assert.deepEqual(leakedFacts(shipped), []);
    const train = shipped.split.train[0] ?? '';
    assert.deepEqual(leakedFacts(withText(shipped, train, text)), [
      `chunk ${train} speaks of the incident of held-out chunk ${heldOut}`,
    ]);
  });

  it('notices a question that gives its answer away and a chunk that lost it', () => {
    assert.deepEqual(misplacedAnswers(shipped), []);
    const [question] = shipped.questions;
    assert.ok(question !== undefined);
    const loud = { ...question, question: `Was it ${question.answers[0].toUpperCase()}?` };
    const broken = { ...shipped, questions: [loud, ...shipped.questions.slice(1)] };
    assert.deepEqual(misplacedAnswers(broken), [`question ${question.id} contains its answer`]);
    const mute = withText(shipped, question.goldChunkId, 'Nothing.');
    assert.equal(misplacedAnswers(mute).length, 2);
  });
});

describe('singleQueries', () => {
  it('are the question in every rewording and all sets of one to four names', () => {
    const fan = { part: 'component', entity: 0, name: 0 } as const;
    const seep = { part: 'fault', entity: 0, name: 1 } as const;
    const queries = singleQueries('Who saw the fan seep?', [fan, seep]);
    assert.equal(queries.length, 4 + 15);
    assert.deepEqual(queries.slice(0, 4), [
      'Who saw the fan seep?',
      'Who saw the blower seep?',
      'Who saw the fan leak?',
      'Who saw the blower leak?',
    ]);
    assert.ok(queries.includes('fan blower seep leak'));
  });
});

function chunk(world: World, id: string): Chunk {
  const found = world.chunks.find((candidate) => candidate.id === id);
  assert.ok(found !== undefined);
  return found;
}

function withText(world: World, id: string, text: string): World {
  return {
    ...world,
    chunks: world.chunks.map((candidate) => (candidate.id === id ? { id, text } : candidate)),
  };
}

/** A report that neither leads on nor is led to, so that planting it leaks one incident. */
function isUnlinkedReport(world: World, id: string): boolean {
  const incident = world.incidents.get(id);
  const ledTo = world.questions.some(
    ({ goldChunkId, kind }) => goldChunkId === id && kind.startsWith('two-hop'),
  );
  return incident?.kind === 'report' && incident.link === null && !ledTo;
}
