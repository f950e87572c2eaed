import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { LocatedQuestion } from '../../../harness/core/question.ts';
import type { SearchPair } from '../../../harness/teach/search-pairs.ts';
import { shippedSeed } from '../generate/difficulty.ts';
import { generateWorld } from '../generate/generate-world.ts';
import { keyParts, partWord, renamed } from '../generate/named-part.ts';
import type { Report, WorldSplit } from '../generate/world.ts';
import { simulatorLeaks } from './pair-leaks.ts';

const world = generateWorld(shippedSeed);

function questionOf(part: keyof WorldSplit): LocatedQuestion {
  const found = world.questions.find(({ goldChunkId }) => world.split[part].includes(goldChunkId));
  assert.ok(found !== undefined);
  return found;
}

function textOf(chunkId: string): string {
  return world.chunks.find(({ id }) => id === chunkId)?.text ?? '';
}

/** A report of the part that no other chunk of the part leads to. */
function reportOf(part: keyof WorldSplit): Report {
  const linked = new Set(
    [...world.incidents.values()].flatMap((incident) =>
      incident.kind === 'report' && incident.link !== null ? [incident.chunkId, incident.link.chunkId] : [],
    ),
  );
  for (const id of world.split[part]) {
    const incident = world.incidents.get(id);
    if (incident?.kind === 'report' && !linked.has(id)) return incident;
  }
  throw new RangeError(`no lone report in ${part}`);
}

function pairFor(question: LocatedQuestion, change: Partial<SearchPair> = {}): SearchPair {
  return {
    query: question.question,
    question: question.question,
    gold: question.answers[0],
    questionId: question.id,
    documents: [textOf(question.goldChunkId)],
    episodeCorrect: true,
    ...change,
  };
}

describe('simulatorLeaks', () => {
  const training = questionOf('train');

  it('finds nothing when training questions meet training chunks, all of them', () => {
    const documents = world.split.train.map(textOf);
    const trained = world.questions.filter(({ goldChunkId }) => world.split.train.includes(goldChunkId));
    assert.equal(trained.length, 554);
    const pairs = trained.map((question) => pairFor(question));
    assert.deepEqual(simulatorLeaks([pairFor(training, { documents }), ...pairs], world), []);
  });

  it('names pairs of held-out, dev and unknown questions', () => {
    const document = { documents: [textOf(training.goldChunkId)], query: 'x', question: 'x' };
    const ids = [questionOf('heldOut').id, questionOf('dev').id, 'q0'] as const;
    const pairs = ids.map((questionId) => pairFor(training, { ...document, questionId }));
    assert.deepEqual(simulatorLeaks([pairFor(training), ...pairs], world), [
      `pair 2 (question ${ids[0]}): it comes from a held-out question`,
      `pair 3 (question ${ids[1]}): it comes from a dev question`,
      `pair 4 (question q0): the world has no such question`,
    ]);
  });

  it('names held-out and dev chunks that a search of the whole archive gave to a training question', () => {
    const { chunkId: heldOut } = reportOf('heldOut');
    const { chunkId: dev } = reportOf('dev');
    const documents = [textOf(training.goldChunkId), ` ${textOf(heldOut)}\n`, textOf(dev)];
    assert.deepEqual(simulatorLeaks([pairFor(training, { documents })], world), [
      `pair 1 (question ${training.id}): its document 2 is held-out chunk ${heldOut}`,
      `pair 1 (question ${training.id}): its document 3 is dev chunk ${dev}`,
    ]);
  });

  it('hears a held-out incident in a document, query or question, under other names too', () => {
    const incident = reportOf('heldOut');
    const about = keyParts(incident.key).map((part) => partWord(renamed(part)));
    const text = `the ${about.join(' and the ')}`;
    const leak = `speaks of the incident of held-out chunk ${incident.chunkId}`;
    const changes = [{ documents: [text] }, { query: text }, { question: text }];
    assert.deepEqual(
      changes.flatMap((change) => simulatorLeaks([pairFor(training, change)], world)),
      ['document 1', 'query', 'question'].map(
        (name) => `pair 1 (question ${training.id}): its ${name} ${leak}`,
      ),
    );
    const [first, second] = about;
    assert.deepEqual(simulatorLeaks([pairFor(training, { query: `${first} ${second}` })], world), []);
  });

  it('hears the call sign of a held-out case', () => {
    const file = world.split.heldOut
      .map((id) => world.incidents.get(id))
      .find((one) => one?.kind === 'case-file');
    assert.ok(file?.kind === 'case-file');
    const leaks = simulatorLeaks([pairFor(training, { query: `case ${file.callSign}` })], world);
    assert.equal(leaks.length, 1);
    assert.match(leaks[0] ?? '', new RegExp(`its query speaks of .* held-out chunk ${file.chunkId}$`));
  });
});
