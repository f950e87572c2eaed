import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { lines, playTrace } from '../harness/baseline/testing/play-baseline.ts';
import type { Script } from '../harness/rollout/testing/scripted-engine.ts';
import { wordCodec } from '../harness/rollout/testing/word-codec.ts';
import retrollm from './retrollm.ts';

const words = 'The pump valve leaked at dawn noon is new'.split(' ');
const codec = wordCodec(words);
const [pump, valve, other] = [
  'The pump leaked at dawn.',
  'The valve leaked at noon.',
  'The valve is new.',
] as const;
const chunks = [pump, valve, other].map((text, i) => ({ id: `c${i}`, text }));
const question = 'When did the valve leak?';
const finds = { [question]: [pump] };
/** A word and the space behind it are two tokens here. */
const settings = {
  maxClues: 2,
  minClueTokens: 1,
  maxClueTokens: 3,
  windowRadius: 4,
  windows: 2,
  minEvidenceTokens: 3,
};

/** A policy that wants to say `plan`, and what it might say at each place of it, by what it has said. */
function wanting(plan: string): { says: Script; allowed: Map<string, string[]> } {
  const allowed = new Map<string, string[]>();
  const says: Script = ({ promptText, params }) => {
    const said = promptText.split('<|assistant|>').at(-1) ?? '';
    if (params.allowed !== undefined)
      allowed.set(
        said,
        params.allowed.map((token) => codec.decode([token])),
      );
    return plan.startsWith(said) ? plan.slice(said.length) : 'off';
  };
  return { says, allowed };
}

describe('RetroLLM', () => {
  it('writes clues that the corpus has, copies evidence from what they point to, and answers, in one message', async () => {
    const plan =
      '<search>valve leaked\nnoon</search>\n<information>The valve leaked at noon</information>\n<think>fits</think><answer>noon</answer>';
    const { says, allowed } = wanting(plan);
    const { turns, searches, outcome } = await playTrace(retrollm, {
      says,
      finds,
      question,
      chunks,
      settings,
      words,
    });
    assert.deepEqual(lines(turns), [
      'prompt: Question: When did the valve leak?',
      'written: <search>',
      'policy: valve leaked\nnoon</search>',
      'written: \n<information>',
      'policy: The valve leaked at noon</information>\n',
      'written: <think>',
      'policy: fits</think><answer>noon</answer>',
    ]);
    assert.deepEqual(outcome, { kind: 'answered', answer: 'noon' });
    assert.deepEqual(
      searches.map(({ query, backend, documents }) => [query, backend, documents.map(({ text }) => text)]),
      [
        [question, 'written', [pump]],
        // The search's first document has 2, the clues' first 1; no clue stands in the former, so that it has no window.
        ['valve leaked\nnoon', 'fm-index', [valve]],
      ],
    );
    // Any token of the corpus may begin a clue, and what follows it somewhere may go on with it.
    assert.equal(allowed.get('<search>')?.length, words.length + 2);
    assert.deepEqual(allowed.get('<search>valve'), ['\n', '</search>', ' ']);
    assert.deepEqual(allowed.get('<search>valve '), ['\n', '</search>', 'leaked', 'is']);
    // Three tokens are the longest clue, and two are all.
    assert.deepEqual(allowed.get('<search>valve leaked'), ['\n', '</search>']);
    assert.deepEqual(allowed.get('<search>valve leaked\nnoon'), ['</search>', '.']);
    // A window of ten tokens, in whose first fifth evidence begins; then it can be nothing but the document.
    const copied = '<search>valve leaked\nnoon</search>\n<information>';
    assert.deepEqual(allowed.get(copied), ['The']);
    assert.deepEqual(allowed.get(`${copied}The`), [' ']);
    assert.deepEqual(allowed.get(`${copied}The `), ['valve']);
    // Three tokens are enough, and there is no other window.
    assert.deepEqual(allowed.get(`${copied}The valve`), ['</information>', ' ']);
  });

  it('goes to the next window behind a separator, and has evidence end with its document', async () => {
    const copied =
      '<search>valve</search>\n<information>The valve is new.\nThe valve leaked at noon.</information>\n';
    const { says, allowed } = wanting(`${copied}<think>fits</think><answer>noon</answer>`);
    const { searches, outcome } = await playTrace(retrollm, {
      says,
      finds,
      question: 'new?',
      chunks,
      settings: { ...settings, minEvidenceTokens: 64 },
      words,
    });
    // Both hold the clue, four tokens on each side; the one that shares a word with the question is first.
    assert.deepEqual(
      searches[1]?.documents.map(({ text }) => text),
      ['The valve is new', 'The valve leaked at'],
    );
    assert.deepEqual(allowed.get('<search>valve</search>\n<information>The valve is new.'), [
      '\n',
      '</information>',
    ]);
    assert.deepEqual(outcome, { kind: 'answered', answer: 'noon' });
  });

  it('asks for further clues where it may, and copies from no document twice', async () => {
    const first = '<search>valve</search>\n<information>The valve is new</information><search>';
    const plan = `${first}valve</search>\n<information>The valve leaked</information>\n<think>fits</think><answer>noon</answer>`;
    const play = async (maxRounds: number): Promise<string[]> => {
      const { says } = wanting(plan);
      const { turns } = await playTrace(retrollm, {
        says,
        question: 'new?',
        chunks,
        settings: { ...settings, maxRounds },
        words,
      });
      return lines(turns).slice(4);
    };
    assert.deepEqual(await play(2), [
      'policy: The valve is new</information><search>',
      'policy: valve</search>',
      'written: \n<information>',
      'policy: The valve leaked</information>\n',
      'written: <think>',
      'policy: fits</think><answer>noon</answer>',
    ]);
    // What it may not say it does not say.
    assert.deepEqual((await play(1)).slice(0, 2), [
      'policy: The valve is new</information>\n',
      'written: <think>',
    ]);
  });

  it('has its answer begun for it where it follows instructions', async () => {
    const { says } = wanting(
      '<search>valve</search>\n<information>The valve leaked</information>\n<answer>noon</answer>',
    );
    const { turns, outcome } = await playTrace(retrollm, {
      says,
      question,
      chunks,
      settings,
      words,
      wording: 'instructions',
    });
    assert.deepEqual(lines(turns).slice(-2), ['written: <answer>', 'policy: noon</answer>']);
    assert.deepEqual(outcome, { kind: 'answered', answer: 'noon' });
  });

  it('says what it must in its stead where its turns run out, and still answers', async () => {
    const { says } = wanting(
      '<search>valve leaked</search>\n<information></information>\n<think>fits</think><answer>noon</answer>',
    );
    const limits = { maxTurns: 1, maxNewTokens: 4000, maxTokensPerTurn: 2, topK: 1, maxContextTokens: 9000 };
    const { turns } = await playTrace(retrollm, { says, question, chunks, settings, words, limits });
    assert.deepEqual(lines(turns).slice(1, -1), [
      'written: <search>',
      'policy: valve ',
      'written: </search>',
      'written: \n<information>',
      'written: </information>\n',
      'written: <think>',
    ]);
  });
});
