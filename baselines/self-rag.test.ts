import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { lines, playTrace } from '../harness/baseline/testing/play-baseline.ts';
import selfRag from './self-rag.ts';

const words = 'need given same match no found something wrong x y'.split(' ');
const finds = {
  'Who led Apollo 13?': ['Lovell led it.', 'Haise was there.'],
  'Who led Apollo 13? y': ['y is of Ohio.'],
};
const settings = { topK: 2 };

/** A segment with what its words compete with. */
function said(
  text: string,
  probability: number,
  others: Readonly<Record<string, Readonly<Record<string, number>>>> = {},
): { text: string; probability: number; others: typeof others } {
  return { text, probability, others };
}

const yes = said('need', 0.5);

describe('Self-RAG', () => {
  it('goes on from each passage alone, and answers with the best continuation', async () => {
    const { turns, branches, searches, outcome } = await playTrace(selfRag, {
      says: [
        yes,
        // Score: 0.5 + 1 x 0.5 / (0.5 + 0.25) + 1 x (0.5 + 0.5 x 0.1) / (0.5 + 0.1 + 0.15) + 0.5 x (0.5 - 0.25) / 0.75 = 2.07.
        said('match<answer>x</answer> found 5', 0.5, {
          match: { no: 0.25 },
          found: { something: 0.1, wrong: 0.15 },
          '5': { '1': 0.25 },
        }),
        // Score: 0.9 + 1 x 0.09 / 0.99 + 0 + 0.5 x (0.9 x -1) / 0.9 = 0.49: sure of itself, and useless.
        said('no<answer>y</answer> 1', 0.9, { no: { match: 0.09 } }),
      ],
      finds,
      settings,
      words,
    });
    assert.deepEqual(
      searches.map(({ query, documents }) => [query, documents.length]),
      [['Who led Apollo 13?', 2]],
    );
    assert.deepEqual(branches?.map(lines), [
      [
        'prompt: Question: Who led Apollo 13?',
        'written:  need',
        'observation: \nResult 1:\nLovell led it.\n------\n',
        'written:  ',
        'policy: match<answer>x</answer> found 5',
      ],
      [
        'prompt: Question: Who led Apollo 13?',
        'written:  need',
        'observation: \nResult 1:\nHaise was there.\n------\n',
        'written:  ',
        'policy: no<answer>y</answer> 1',
      ],
    ]);
    assert.deepEqual(lines(turns), [
      'prompt: Question: Who led Apollo 13?',
      'written:  ',
      'policy: need',
      'written:  match<answer>x</answer> found 5',
    ]);
    assert.deepEqual(outcome, { kind: 'answered', answer: 'x' });
  });

  it('leads its next retrieval by what the path states, and ends with the best path that has ended', async () => {
    const { branches, searches, outcome } = await playTrace(selfRag, {
      says: [
        yes,
        // 0.5 + 1 + 1: it goes on, with a score of 2.5 until then.
        said('match y found need', 0.5),
        // 0.5 + 1 + 0.5 + 0.25: it has ended, with 2.25.
        said('match<answer>x</answer> something 4', 0.5),
        // 2.5 x (0.5 + 1 + 1 + 0.5) = 7.5.
        said('match<answer>Ohio</answer> found 5', 0.5),
      ],
      finds,
      settings,
      words,
    });
    assert.deepEqual(
      searches.map(({ query, documents }) => [query, documents.length]),
      [
        ['Who led Apollo 13?', 2],
        ['Who led Apollo 13? y', 1],
      ],
    );
    // The passage of the first segment is not shown again: what the path says of it is.
    assert.deepEqual(branches?.map(lines)[2], [
      'prompt: Question: Who led Apollo 13?',
      'written:  match y found need',
      'observation: \nResult 1:\ny is of Ohio.\n------\n',
      'written:  ',
      'policy: match<answer>Ohio</answer> found 5',
    ]);
    assert.deepEqual(outcome, { kind: 'answered', answer: 'Ohio' });
  });

  it('keeps as many paths as its beam is wide', async () => {
    const third = said('match<answer>third</answer> found need', 0.9);
    const { branches } = await playTrace(selfRag, {
      // 0.9 + 1 + 1 goes on; 0.5 + 1 + 1 would have, and leaves a beam of one.
      says: [yes, said('match y found need', 0.5), third, said('match<answer>x</answer> found 5', 0.5)],
      finds: { ...finds, 'Who led Apollo 13? third': ['z'] },
      settings: { ...settings, beamWidth: 1, maxSegments: 2 },
      words,
    });
    assert.equal(branches?.length, 3);
  });

  const given = said('given', 0.6, { given: { need: 0.2 } });
  const known = said('<answer>x</answer> 5', 0.5);

  const searchesAt = async (threshold: number | null): Promise<number> => {
    const says = [given, known, known];
    const { searches, outcome } = await playTrace(selfRag, {
      says,
      finds,
      settings: { ...settings, threshold },
      words,
    });
    assert.deepEqual(outcome, { kind: 'answered', answer: 'x' });
    return searches.length;
  };

  it('retrieves where its wish to is above the threshold: 0.2 / (0.2 + 0.6) is 0.25', async () => {
    assert.deepEqual([await searchesAt(0.24), await searchesAt(0.26)], [1, 0]);
    // The hard switch: what it says is what it does.
    assert.equal(await searchesAt(null), 0);
  });

  it('drops what calls itself unsupported where critique is a hard constraint, unless all does', async () => {
    const wrong = said('match<answer>x</answer> wrong 5', 0.9);
    const right = said('no<answer>y</answer> something 1', 0.1);
    const answerOf = async (critique: string, second: typeof right): Promise<unknown> => {
      const trace = { says: [yes, wrong, second], finds, settings: { ...settings, critique }, words };
      return (await playTrace(selfRag, trace)).outcome;
    };
    assert.deepEqual(await answerOf('soft', right), { kind: 'answered', answer: 'x' });
    assert.deepEqual(await answerOf('hard', right), { kind: 'answered', answer: 'y' });
    assert.deepEqual(await answerOf('hard', wrong), { kind: 'answered', answer: 'x' });
  });

  it('judges behind labels where the policy reads instructions', async () => {
    const { turns, branches, outcome } = await playTrace(selfRag, {
      says: [
        ' yes',
        ' relevant\nLovell led it.\nSupport: full\nSearch: no',
        '\n<answer>Lovell</answer>\nUtility: 5',
      ],
      finds,
      settings: { topK: 1 },
      wording: 'instructions',
      words: 'yes no continue relevant irrelevant full partial none Search Passage Support Utility'.split(
        ' ',
      ),
    });
    assert.match(turns[0]?.text ?? '', /"Passage: relevant".*\nQuestion: Who led Apollo 13\?$/su);
    assert.deepEqual(
      branches?.map((one) => lines(one.slice(1))),
      [
        [
          'written: Search: yes',
          'observation: \nDoc 1: Lovell led it.\n',
          'written: Passage: ',
          'policy:  relevant\nLovell led it.\nSupport: full\nSearch: no',
        ],
        [
          'written: Passage:  relevant\nLovell led it.\nSupport: full\nSearch: no',
          'policy: \n<answer>Lovell</answer>\nUtility: 5',
        ],
      ],
    );
    assert.deepEqual(outcome, { kind: 'answered', answer: 'Lovell' });
  });
});
