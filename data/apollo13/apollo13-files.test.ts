import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { TwinZeroError } from '../../harness/core/twin-zero-error.ts';
import { readApollo13Manifest } from './apollo13-manifest.ts';
import { loadApollo13 } from './load-apollo13.ts';
import { isRefusal, readApollo13Paraphrases } from './read-paraphrases.ts';
import { madeUpApollo13, madeUpFiles, type MadeUpFiles, questionLine } from './testing/made-up-apollo13.ts';
import { verifyApollo13 } from './verify-apollo13.ts';

const { chunks, questions, noise } = madeUpFiles;

/** What is broken, the broken files, and what the sentence must say. */
const broken: readonly (readonly [string, Partial<MadeUpFiles>, RegExp])[] = [
  [
    'a missing column',
    { chunks: chunks.replace('content', 'text') },
    /chunks\.csv:1: no column "content" among chunk_id, text, metadata/,
  ],
  [
    'an empty file',
    { chunks: '' },
    /chunks\.csv:1: an empty file where columns chunk_id, content, metadata are expected/,
  ],
  [
    'a field too many, after rows of several lines',
    { chunks: chunks.replace('3,"', '3,oops,"') },
    /chunks\.csv:10: Invalid Record Length: columns length is 3, got 4/,
  ],
  [
    'a closing quote in the wrong place',
    { chunks: chunks.replace('Over.",{}', 'Over."x,{}') },
    /chunks\.csv:4: Invalid Closing Quote/,
  ],
  [
    'a quote that is never closed',
    { noise: `${noise}3,"Over.,never\n` },
    /paragraphs_noise\.csv:4: Quote Not Closed/,
  ],
  ['an empty chunk', { chunks: `${chunks}4,,{}\n` }, /chunks\.csv:11: bad "content": Too small/],
  [
    'a chunk id given twice',
    { chunks: `${chunks}2,Again.,{}\n` },
    /chunks\.csv:11: chunk_id "2" is already that of .*chunks\.csv:5/,
  ],
  [
    'a broken line',
    { questions: questions.replace('"3"', '"3') },
    /questions\.jsonl:4: broken JSON \(.*\) where JSON is expected/,
  ],
  [
    'an empty line',
    { questions: questions.replace('\n', '\n\n') },
    /questions\.jsonl:2: nothing where JSON is expected/,
  ],
  [
    'a field of the wrong type',
    { questions: questions.replace('"blue2"', '2') },
    /questions\.jsonl:3: bad "answer": .*expected string/,
  ],
  [
    'an unknown field',
    { questions: questions.replace('"question"', '"query"') },
    /questions\.jsonl:1: bad "question"/,
  ],
  [
    'a question given twice',
    { questions: `${questions}${questionLine('2', 'And at last?', 'over')}\n` },
    /questions\.jsonl:5: the question "And at last\?" is already that of .*questions\.jsonl:2/,
  ],
  [
    'an answer that is not in its chunk',
    { questions: questions.replace('"blue3"', '"blue4"') },
    /questions\.jsonl:4: the answer "blue4" is not in chunk 3/,
  ],
  [
    'a question about no chunk',
    { questions: questions.replace('"id":"3"', '"id":"9"') },
    /questions\.jsonl:4: no chunk has the id "9"/,
  ],
  [
    'paragraphs of another chunk',
    { questions: questions.replace('says blue3.', 'says blue2.') },
    /questions\.jsonl:4: supporting_paragraphs are not the paragraphs of chunk 3/,
  ],
];

/** One sentence, of kind `data`. */
function dataError(sentence: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof TwinZeroError && error.kind === 'data', String(error));
    assert.match(error.message, sentence);
    assert.ok(!error.message.includes('\n'));
    return true;
  };
}

describe('Apollo 13 files', () => {
  for (const [what, change, sentence] of broken)
    it(`with ${what} are refused in one sentence with file and line`, async () => {
      const { folder, manifest } = await madeUpApollo13(change);
      await assert.rejects(verifyApollo13({ folder, manifest }), dataError(sentence));
    });
  it('that are not the pinned ones are refused with both hashes', async () => {
    const { folder, manifest } = await madeUpApollo13();
    await writeFile(join(folder, 'chunks.csv'), `${chunks} `);
    await assert.rejects(
      loadApollo13({ folder, manifest }),
      dataError(
        /chunks\.csv has sha256 [0-9a-f]{64} where [0-9a-f]{64} is pinned; run `twinzero data fetch apollo13`/,
      ),
    );
  });
  it('that are missing are refused with the command that gets them', async () => {
    const { manifest } = await madeUpApollo13();
    await assert.rejects(
      loadApollo13({ folder: '/nowhere', manifest }),
      dataError(/cannot read \/nowhere\/chunks\.csv: ENOENT.*; run `twinzero data fetch apollo13`/),
    );
  });
  it('become chunks, questions and splits', async () => {
    const { folder, manifest } = await madeUpApollo13();
    const authors = await loadApollo13({ folder, manifest, split: 'authors' });
    assert.deepEqual(authors.chunks[1], { id: '2', text: 'Chunk 2 says blue2.\n\nOver.' });
    assert.deepEqual(
      authors.train.map(({ id }) => id),
      ['3-1', '1-1', '1-2'],
    );
    assert.deepEqual(authors.heldOut[0]?.value, {
      id: '2-1',
      question: 'What does chunk two say?',
      answers: ['blue2'],
      goldChunkId: '2',
      chunkIds: ['2'],
      kind: 'unlabelled',
      answerType: 'unlabelled',
    });
    const before = await loadApollo13({ folder, manifest, split: 'authors-before-shuffle-fix' });
    assert.deepEqual(
      before.heldOut.map(({ value }) => value.id),
      ['1-2'],
    );
    assert.deepEqual(
      before.train.map(({ id }) => id),
      ['1-1', '2-1', '3-1'],
    );
    assert.notEqual(before.hashes['split'], authors.hashes['split']);
  });
  it('are refused when the chunk-grouped split is not the pinned one', async () => {
    const { folder, manifest } = await madeUpApollo13();
    const chunkGroupedSplit = { ...manifest.chunkGroupedSplit, sha256: '0'.repeat(64) };
    await assert.rejects(
      loadApollo13({ folder, manifest: { ...manifest, chunkGroupedSplit } }),
      dataError(/the chunk-grouped split of Apollo 13 has sha256/),
    );
  });
  it('give paraphrases with or without refusals', async () => {
    const { folder, manifest } = await madeUpApollo13();
    const kept = [{ chunkId: '1', text: 'The end, "over".' }];
    assert.deepEqual(await readApollo13Paraphrases(folder, { manifest, refusals: 'drop' }), kept);
    assert.equal((await readApollo13Paraphrases(folder, { manifest })).length, 2);
  });
});

describe('the Apollo 13 manifest', () => {
  it('that is shipped pins three files and the 32, 286 and 32 lines', async () => {
    const { files, authorsSplit } = await readApollo13Manifest();
    assert.deepEqual(
      Object.values(files).map(({ name }) => name),
      ['chunks.csv', 'questions.jsonl', 'paragraphs_noise.csv'],
    );
    assert.equal(new Set([...authorsSplit.test, ...authorsSplit.train]).size, 318);
    assert.equal(
      authorsSplit.testBeforeShuffleFix.filter((line) => authorsSplit.test.includes(line)).length,
      4,
    );
  });
  it('is refused when a field is unknown or the JSON is broken', async () => {
    const { folder, manifest } = await madeUpApollo13();
    const path = join(folder, 'manifest.json');
    await writeFile(path, JSON.stringify({ ...manifest, extra: 1 }));
    await assert.rejects(
      readApollo13Manifest(path),
      dataError(/manifest\.json: bad value: Unrecognized key: "extra"/),
    );
    await writeFile(path, (await readFile(path, 'utf8')).slice(0, 40));
    await assert.rejects(readApollo13Manifest(path), dataError(/manifest\.json: broken JSON/));
  });
});

describe('a refusal', () => {
  it('is told from a paraphrase', () => {
    for (const text of [
      "I'm sorry, but I see no text.",
      'This section is not provided.',
      "I can't help with that.",
    ])
      assert.ok(isRefusal(text), text);
    for (const text of [
      'This section describes the tanks.',
      'In short, no text was sent.',
      'Identical tanks burst.',
    ])
      assert.ok(!isRefusal(text), text);
  });
});
