import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { packageRoot } from '../../core/package-root.ts';
import type { Question } from '../../core/question.ts';
import { holdOut } from '../dataset.ts';
import { fails } from '../models/testing/fails.ts';
import { overlapOf } from '../overlap.ts';
import { loadOwn, overCorpus } from './load-own.ts';
import { ownFilesIn } from './own-files.ts';
import { readOwn } from './read-own.ts';

const tables = join(packageRoot(), 'test', 'fixtures', 'tables');
const jsonl = (rows: readonly unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

const corpus = [
  { id: 'c1', text: 'The capital of Peru is Lima.' },
  { id: 2, contents: 'The capital of Chile is Santiago, where the river Mapocho flows.' },
];
const questions = [
  { question: 'What is the capital of Peru?', answer: 'Lima', goldChunkId: 'c1', split: 'train' },
  {
    id: 'chile',
    question: 'Which river flows in Santiago?',
    answers: ['Mapocho', 'Río Mapocho'],
    split: 'dev',
  },
  {
    question: 'What is the capital of Chile?',
    golden_answers: ['Santiago'],
    chunkIds: [2],
    split: 'held-out',
  },
];

/** The gold chunks of questions. */
function chunksOf(part: readonly { readonly goldChunkId: string | null }[]): Set<unknown> {
  return new Set(part.map(({ goldChunkId }) => goldChunkId));
}

function question(id: string, text: string, answer: string): Question {
  const unlabelled = { goldChunkId: null, chunkIds: [], kind: 'unlabelled', answerType: 'unlabelled' };
  return { id, question: text, answers: [answer], ...unlabelled };
}

describe("one's own data", () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twinzero-own-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const written = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  const faultsOf = async (chunks: string, asked: string): Promise<string[]> => {
    const files = {
      corpus: await written('corpus.jsonl', chunks),
      questions: await written('questions.jsonl', asked),
    };
    const { dataset, faults } = await readOwn(files);
    assert.equal(dataset === null, faults.length > 0);
    return faults.map((fault) => fault.replaceAll(`${folder}/`, ''));
  };

  it('is read from the two files of a folder, its parts as the rows name them', async () => {
    await written('corpus.jsonl', jsonl(corpus));
    await written('questions.jsonl', jsonl(questions));
    const { chunks, train, dev, heldOut, hashes } = await loadOwn(await ownFilesIn(folder));
    assert.deepEqual(chunks[1], {
      id: '2',
      text: 'The capital of Chile is Santiago, where the river Mapocho flows.',
    });
    assert.deepEqual(train, [
      {
        id: 'q1',
        question: 'What is the capital of Peru?',
        answers: ['Lima'],
        goldChunkId: 'c1',
        chunkIds: ['c1'],
        kind: 'unlabelled',
        answerType: 'unlabelled',
      },
    ]);
    assert.deepEqual(dev[0]?.value.answers, ['Mapocho', 'Río Mapocho']);
    assert.deepEqual([heldOut[0]?.value.id, heldOut[0]?.value.goldChunkId], ['q3', '2']);
    assert.deepEqual(Object.keys(hashes), ['corpus', 'questions']);
  });

  it("reads CSV and parquet of other writers: answers as JSON, a list column, ids that aren't given", async () => {
    const rows = Array.from({ length: 7 }, (_, i) => `c${i},"Of number ${i}, O'Brien & Søn."`);
    const chunks = await written('corpus.csv', `id,text\n${rows.join('\n')}\n`);
    const csv = await loadOwn({ corpus: chunks, questions: join(tables, 'questions.csv') });
    assert.deepEqual(csv.train[1]?.answers, ['2', 'number 2']);
    assert.deepEqual([csv.train.length, csv.dev.length, csv.heldOut.length], [2, 1, 1]);
    const parquet = await readOwn({ corpus: chunks, questions: join(tables, 'snappy.parquet') });
    assert.deepEqual(
      parquet.faults.map((fault) => fault.replaceAll(`${tables}/`, '')),
      ['snappy.parquet: row 2: id "test_0" is already that of snappy.parquet: row 1'],
    );
  });

  it('splits by the gold chunk where no part is named, the same way each time', async () => {
    const chunks = Array.from({ length: 20 }, (_, i) => ({ id: `c${i}`, text: `Answer ${i}.` }));
    const asked = chunks.flatMap(({ id }, i) =>
      ['a', 'b'].map((letter) => ({
        id: `${i}${letter}`,
        question: `${letter}?`,
        answer: `${i}`,
        goldChunkId: id,
      })),
    );
    const files = {
      corpus: await written('corpus.jsonl', jsonl(chunks)),
      questions: await written('questions.jsonl', jsonl(asked)),
    };
    const { dataset, notes } = await readOwn(files);
    assert.ok(dataset !== null);
    assert.match(notes.join(), /has no column "split", so a fifth/);
    const { train, dev, heldOut } = dataset;
    assert.deepEqual([train.length, dev.length, heldOut.length], [28, 4, 8]);
    const held = chunksOf(heldOut.map(({ value }) => value));
    assert.equal(held.size, 4);
    assert.ok(train.every(({ goldChunkId }) => !held.has(goldChunkId)));
    await written('questions.jsonl', jsonl(asked.toReversed()));
    const again = (await readOwn(files)).dataset;
    assert.deepEqual(chunksOf(again?.heldOut.map(({ value }) => value) ?? []), held);
  });

  it('says every fault in one sentence with file and line', async () => {
    assert.deepEqual(
      await faultsOf(
        jsonl([corpus[0], corpus[0], { id: 'c3' }, { id: 'c4', text: ' ' }, { text: 'no id' }]),
        `${jsonl([
          { question: 'Who?', split: 'train' },
          { question: '', answer: 'x', split: 'train' },
          { question: 'Who else?', answer: 'x', goldChunkId: 'c9', split: 'train' },
          { question: 'When?', answer: 'x' },
          { question: 'Where?', answers: [], split: 'test' },
        ])}{"question":\n`,
      ),
      [
        'corpus.jsonl:3: no text; give "text" or "contents"',
        'corpus.jsonl:4: bad "text": expected text that is not empty',
        'corpus.jsonl:5: bad "id": expected text or a whole number up to 9007199254740991; write it as a string',
        'questions.jsonl:1: no answer; give "answers", "golden_answers" or "answer"',
        'questions.jsonl:2: bad "question": expected text that is not empty',
        'questions.jsonl:5: bad "answers": expected at least one answer',
        'questions.jsonl:6: broken JSON (Unexpected end of JSON input) where JSON is expected',
        'corpus.jsonl:2: id "c1" is already that of corpus.jsonl:1',
        'questions.jsonl:3: no chunk of the corpus has the id "c9"',
        'questions.jsonl:4: no "split", while other rows of questions.jsonl have one; give it in all rows or in none',
      ],
    );
    assert.deepEqual(await faultsOf('', jsonl(questions)), [
      'corpus.jsonl has no rows; put one on each line',
      'questions.jsonl:1: no chunk of the corpus has the id "c1"',
      'questions.jsonl:3: no chunk of the corpus has the id "2"',
    ]);
    assert.deepEqual(await faultsOf(jsonl(corpus), jsonl(questions.slice(0, 2))), [
      'questions.jsonl leaves no question to hold out; add some',
    ]);
    await assert.rejects(
      loadOwn({ corpus: join(folder, 'corpus.jsonl'), questions: join(folder, 'none.jsonl') }),
      fails('data', /none\.jsonl can't be read: ENOENT/),
    );
    await assert.rejects(loadOwn({}), fails('configuration', /give --data DIR/));
  });

  it('says what a folder lacks, and what it has twice', async () => {
    await assert.rejects(
      ownFilesIn(folder),
      fails('data', /has no corpus \(corpus\.jsonl, .*\) and no questions \(/),
    );
    await written('corpus.csv', '');
    await written('corpus.jsonl', '');
    await written('questions.csv', '');
    await assert.rejects(
      ownFilesIn(folder),
      fails('data', /has 2 of corpus: corpus\.jsonl, corpus\.csv; put one/),
    );
  });

  it('gives another data set its corpus, without gold chunks that are not there', async () => {
    const files = {
      corpus: await written('corpus.jsonl', jsonl(corpus)),
      questions: await written('questions.jsonl', jsonl(questions)),
    };
    const over = await overCorpus(
      await loadOwn(files),
      await written('other.jsonl', jsonl(corpus.slice(0, 1))),
    );
    assert.deepEqual(
      [
        over.chunks.length,
        over.train[0]?.goldChunkId,
        over.heldOut[0]?.value.goldChunkId,
        over.heldOut[0]?.value.chunkIds,
      ],
      [1, 'c1', null, []],
    );
    assert.deepEqual(Object.keys(over.hashes), ['corpus', 'questions']);
  });
});

describe('the overlap of a data set', () => {
  it('finds questions that training or corpus give away, and those the corpus cannot answer', () => {
    const long = 'In which year did the old bridge over the river Mapocho fall down';
    const overlap = overlapOf({
      id: 'toy',
      chunks: [
        { id: 'a', text: 'Asked today: who is the mayor of Lima? It was 1888, said the paper.' },
        { id: 'b', text: 'Nothing.' },
      ],
      train: [question('t1', 'What is the capital of Peru?', 'Lima'), question('t2', `${long}?`, '1888')],
      dev: [holdOut(question('d1', 'Who is the mayor of Lima', 'Muñoz'))],
      heldOut: [
        holdOut(question('h1', 'what is CAPITAL of Peru', 'Lima')),
        holdOut(question('h2', `Tell me, ${long} at last?`, '1888')),
        holdOut(question('h3', 'Which year did the bridge fall?', '18')),
      ],
      hashes: {},
    });
    assert.deepEqual(overlap, {
      train: 2,
      chunks: 2,
      asked: 4,
      sameAsTrain: ['h1'],
      nearTrain: ['h1', 'h2'],
      inCorpus: ['d1'],
      unanswerable: ['h3', 'd1'],
    });
  });
});
