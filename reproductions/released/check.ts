import { loadApollo13 } from '../../data/apollo13/load-apollo13.ts';
import type { CheckSearch, ModelCheck, QuestionSet } from '../../harness/reproduce/check/model-check.ts';
import { denseWays } from '../../harness/search/index.ts';
import { releasedArms } from './arms.ts';
import { playReleased } from './play.ts';

function heldOutOf(split: 'authors' | 'chunk-grouped'): QuestionSet['load'] {
  return async () => (await loadApollo13({ split })).heldOut;
}

/** A search by the encoder of a released model. */
function dense(
  id: string,
  label: string,
  { model, way }: { readonly model: string; readonly way: keyof typeof denseWays },
): CheckSearch {
  return {
    id,
    label,
    models: [model],
    spec: ([folder = '']) => ({ kind: 'dense', model: { kind: 'onnx', folder }, ...denseWays[way] }),
  };
}

/** The released policies of ReZero and ZeroSearch on Apollo 13, without training. */
const released: ModelCheck = {
  id: 'released',
  title: 'Released models, checked without training',
  about: [
    "Questions: ReZero's 32 held-out ones about the Apollo 13 report (`authors-32`), or the 64 of 32 chunks of which no question trains (`chunks-32`); the paper speaks of 32 chunks, its files hold out 32 questions.",
    'Index: the 341 chunks, as at the run (@010957c), without the paraphrases that came later; 2 documents a search for ReZero, 5 for ZeroSearch.',
    'Dense search compares every chunk with the query: NoInstruct-small as at the run and e5-base-v2 as after it, queries by the mean and chunks by the first token, no prefix, by the distance of vectors as they are; and e5-base-v2 with its prefixes and the mean on both sides.',
    'Preset `corrected`: prompts as in training, asked once, with the header of the chat template. `authors-code`: every prompt of ReZero and of its judge wrapped in the search prompt a second time and without the header of the template; of ZeroSearch no stop strings, a search in the final turn, and answers sampled at temperature 1 and top-p 0.95.',
    'Judge as published: the policy itself is asked about the whole last message, and any "yes" in its reply counts; of ReZero the message must hold an answer and no search. Match: the answer equals the gold answer after normalisation.',
    'Prompts are ours in wording, point for point (`no-system-message`, `template-date`); one greedy play a question.',
  ],
  dataset: 'apollo13',
  arms: releasedArms,
  presets: [
    { id: 'authors-code', label: 'authors-code' },
    { id: 'corrected', label: 'corrected' },
  ],
  searches: [
    { id: 'bm25', label: 'BM25', models: [], spec: () => ({ kind: 'bm25' }) },
    dense('noinstruct', 'NoInstruct-small, as ReZero searched', { model: 'noinstruct-small', way: 'rezero' }),
    dense('e5-authors', "e5-base-v2, pooled as in ReZero's code", { model: 'e5-base-v2', way: 'rezero' }),
    dense('e5', 'e5-base-v2, as its authors mean it', { model: 'e5-base-v2', way: 'e5' }),
  ],
  questions: [
    { id: 'authors-32', label: "the authors' 32 held-out questions", load: heldOutOf('authors') },
    { id: 'chunks-32', label: 'the 64 questions of 32 held-out chunks', load: heldOutOf('chunk-grouped') },
  ],
  judges: [
    { id: 'published', label: 'Judge as published, the policy itself' },
    { id: 'match', label: 'Match judge' },
  ],
  simulators: ['simulator-google-3b', 'simulator-google-7b', 'simulator-google-14b'],
  simulatorFormat: 'zerosearch/paper',
  play: playReleased,
};
export default released;
