import type { Baseline, Wording } from '../harness/baseline/index.ts';
import { answered, type Document, type Outcome, unanswered } from '../harness/core/episode.ts';
import { pythonStrip } from '../harness/core/python-text.ts';
import { tagBodies } from '../harness/core/tag-bodies.ts';
import type { Chunk } from '../harness/core/question.ts';
import type { TextCodec } from '../harness/engine/index.ts';
import { neutraliseTags, type Tape } from '../harness/rollout/index.ts';
import { FmIndex } from '../harness/search/index.ts';
import { tagAnswer, through } from './parts/answer-tag.ts';
import { asked } from './parts/asked.ts';
import { clueRanking, fusedRanking } from './parts/clue-ranking.ts';
import { type EvidenceWindow, evidenceWindows, readable, windowTokens } from './parts/evidence-windows.ts';
import {
  type ClosedPhrase,
  type Following,
  nextUnder,
  type PhraseGrammar,
  readPhrases,
} from './parts/phrase-grammar.ts';
import { retroMarks } from './parts/retro-marks.ts';
import { type RetroSettings, retroSettings } from './parts/retro-settings.ts';

const instructions = `Answer the question in one go. First write up to three short phrases, one a line, that the documents \
with the answer must contain. Then copy from the documents what bears on the question, a piece a line. Then give the bare \
answer between <answer> and </answer>.`;

/**
 * RetroLLM: retrieval and answer in one decoding pass, in which tokens are masked. The policy first writes clues, phrases
 * that stand somewhere in the corpus; they rank documents, and with the ranking of a search choose parts of them; from these
 * it copies evidence, which can be nothing but their text; and then it answers. No document stands in its prompt.
 *
 * The corpus is indexed once, each document that is copied from by itself. What the released code masks is followed, not
 * the paper's bonus on logits, whose size is not published.
 */
const retrollm: Baseline<'chunks' | 'constraint' | 'continuation', RetroSettings> = {
  id: 'retrollm',
  title: 'retrieval within the decoding, by an index of the corpus of its own (RetroLLM)',
  source: 'Li et al., arXiv 2412.11919; sunnynexus/RetroLLM @d522502 scripts/generate.py',
  needs: ['chunks', 'constraint', 'continuation'],
  settings: retroSettings,
  deviations: {
    'search-for-splade':
      "the run's search stands in for SPLADE-v3, and clues are not expanded by words of SPLADE.",
    'lexical-windows': 'windows are ranked by BM25 instead of a neural reranker.',
    'retro-marks':
      'lines and the tags of the protocols here stand in for the special tokens that the released models were given.',
    'ended-documents':
      'evidence that reaches the end of its document ends; the released code then allows every token.',
    'thought-first':
      'a policy of few words says in a thought which evidence fits before it answers; the released models answer at once.',
    'several-rounds':
      'with more than one round a policy may look for further clues after its evidence, and is offered no document twice.',
  },
  paper: [
    {
      model: 'Mistral-7B-Instruct, trained by the method',
      metric: 'sub-EM',
      source: 'ACL 2025 paper, through a secondary source',
      shares: { nq: 0.616, triviaqa: 0.743, hotpotqa: 0.619, popqa: 0.657, '2wiki': 0.489 },
    },
  ],
  answer: ({ wording, chunks, constraint: codec }, settings) => {
    const corpus = corpusIndex(chunks, codec);
    return async ({ question }, tape) => {
      tape.prompt(asked(question, wording, instructions));
      // DEVIATION(search-for-splade)
      const ranked = await tape.search(question, { topK: settings.documents });
      const reading: Reading = { tape, question, ranked, chunks, corpus, codec, settings, read: new Set() };
      tape.write(retroMarks.clues.open);
      // DEVIATION(several-rounds)
      for (let round = 1; ; round += 1) {
        const clues = await sayClues(reading);
        const windows = await retrieve(reading, clues);
        if (!(await copyEvidence(reading, windows, { last: round === settings.maxRounds }))) break;
      }
      return answerFrom(tape, wording, settings.answerTokens);
    };
  },
  lessons: {
    meridian: async (options) => (await import('./lessons/retrollm-lessons.ts')).retrollmLessons(options),
  },
};
export default retrollm;

/** A question that is being answered, and what from. */
interface Reading {
  readonly tape: Tape;
  readonly question: string;
  /** What the search found for the question. */
  readonly ranked: readonly Document[];
  readonly chunks: readonly Chunk[];
  readonly corpus: FmIndex;
  readonly codec: TextCodec;
  readonly settings: RetroSettings;
  /** Documents that evidence was copied from, by id. */
  readonly read: Set<string>;
}

const allSaid: Following = { tokens: [], marks: [], mayClose: true };

/** The index of a corpus, kept for as long as the corpus is: lessons of a world share one. */
const indexes = new WeakMap<readonly Chunk[], { readonly codec: TextCodec; readonly index: FmIndex }>();

function corpusIndex(chunks: readonly Chunk[], codec: TextCodec): FmIndex {
  const known = indexes.get(chunks);
  if (known?.codec === codec) return known.index;
  const index = new FmIndex(chunks.map(({ text }) => codec.encode(neutraliseTags(text))));
  indexes.set(chunks, { codec, index });
  return index;
}

/** Has the policy write clues: phrases of the corpus, one a line. */
async function sayClues({ tape, corpus, codec, settings }: Reading): Promise<(readonly number[])[]> {
  const { separator, clues } = retroMarks;
  const { maxClues, minClueTokens, maxClueTokens } = settings;
  const marks = [separator, clues.close].map((mark) => codec.encode(mark));
  const closed = await sayPhrases(tape, clues.close, {
    marks,
    follow(done, phrase) {
      if (done.at(-1)?.mark === 1) return allSaid;
      return {
        tokens: phrase.length < maxClueTokens ? corpus.next(corpus.find(phrase)) : [],
        marks: done.length + 1 < maxClues ? [0, 1] : [1],
        mayClose: phrase.length >= minClueTokens,
      };
    },
  });
  return closed.map(({ phrase }) => phrase).filter(({ length }) => length > 0);
}

/** Ranks documents by clues and search, and finds the windows that evidence is copied from: a search of its own kind. */
async function retrieve(reading: Reading, clues: readonly (readonly number[])[]): Promise<EvidenceWindow[]> {
  const { tape, question, ranked, chunks, corpus, codec, settings, read } = reading;
  const { maxOccurrences, clueDocuments, clueWeight, searchWeight, windowRadius: radius } = settings;
  const known = new Map(ranked.map((document) => [document.id, document]));
  const byClues = clueRanking(corpus, clues, { size: chunks.length, maxOccurrences, count: clueDocuments });
  const found = byClues.flatMap((i): Document[] => {
    const chunk = chunks[i];
    return chunk === undefined ? [] : [{ id: chunk.id, text: chunk.text, origin: 'chunk' }];
  });
  for (const document of found) known.set(document.id, document);
  const ids = fusedRanking([
    { ids: found.map(({ id }) => id), weight: clueWeight },
    { ids: ranked.map(({ id }) => id), weight: searchWeight },
  ]).slice(0, settings.documents);
  const documents = ids
    .filter((id) => !read.has(id))
    .flatMap((id) => known.get(id) ?? [])
    .map((document) => readable(document, codec));
  const query = clues.map((clue) => codec.decode(clue)).join('\n');
  const windows = evidenceWindows(documents, { clues, radius, question, codec, count: settings.windows });
  const offered = windows.map((window) => ({ ...window.document, text: codec.decode(windowTokens(window)) }));
  const backend = { id: 'fm-index', search: async () => ({ documents: offered }) };
  await tape.search(query, { topK: settings.windows, backend });
  return windows;
}

/**
 * Has the policy copy evidence, a piece from each window as long as it goes on to the next.
 * @returns true where it asks for another round; never in the last.
 */
async function copyEvidence(
  { tape, codec, settings, read }: Reading,
  windows: readonly EvidenceWindow[],
  { last }: { readonly last: boolean },
): Promise<boolean> {
  const { separator, evidence } = retroMarks;
  tape.write(evidence.open);
  const marks = [separator, evidence.close, evidence.again].map((mark) => codec.encode(mark));
  const closed = await sayPhrases(tape, evidence.close, {
    marks,
    follow(done, phrase) {
      const window = windows[done.length];
      if (done.some(({ mark }) => mark !== 0)) return allSaid;
      const goesOn = window !== undefined && phrase.length < settings.maxEvidenceTokens;
      return {
        tokens: goesOn ? copyable(window, phrase, settings) : [],
        marks: [...(done.length + 1 < windows.length ? [0] : []), 1, ...(last ? [] : [2])],
        mayClose: phrase.length >= settings.minEvidenceTokens,
      };
    },
  });
  for (const { document } of windows.slice(0, closed.length)) read.add(document.id);
  return closed.at(-1)?.mark === 2;
}

/** The tokens that go on with evidence of a window's document; as long as it is short it must begin in the window's head. */
function copyable(
  { index, tokens, start, end }: EvidenceWindow,
  phrase: readonly number[],
  settings: RetroSettings,
): number[] {
  const head = Math.max(1, Math.floor((end - start - 1) * settings.headShare));
  // DEVIATION(ended-documents)
  if (phrase.length >= head) return index.next(index.find(phrase));
  const beginnings =
    phrase.length === 0
      ? Array.from({ length: head }, (_, i) => start + i)
      : index.places(index.find(phrase)).map(({ offset }) => offset);
  const following = beginnings
    .filter((offset) => offset >= start && offset < start + head)
    .flatMap((offset) => tokens[offset + phrase.length] ?? []);
  return [...new Set(following)].sort((a, b) => a - b);
}

/**
 * The answer behind its forced phrase. A policy of few words first has a thought, as it was taught to read: unsaid, a small
 * one does not know which of its pieces fits.
 * DEVIATION(thought-first)
 */
async function answerFrom(tape: Tape, wording: Wording, maxTokens: number): Promise<Outcome> {
  if (wording !== 'compact') return tagAnswer(tape, maxTokens);
  tape.write('<think>');
  const close = '</answer>';
  const { text } = await tape.say({ maxTokens, stopStrings: [close], keep: through(close), final: true });
  const answer = pythonStrip(tagBodies(text, 'answer')[0] ?? '');
  return answer === '' ? unanswered('no-action') : answered(answer);
}

/**
 * Has the policy say phrases under a grammar, over as many turns as they take; where the turns run out `close` is written
 * for it, so that what it has said still counts.
 */
async function sayPhrases(
  tape: Tape,
  close: string,
  grammar: PhraseGrammar,
): Promise<readonly ClosedPhrase[]> {
  const next = nextUnder(grammar);
  const said: number[] = [];
  while (next(said).length > 0) {
    if (tape.left.turns === 0) {
      tape.write(close);
      const { closed, phrase } = readPhrases(said, grammar.marks);
      return phrase.length === 0 ? closed : [...closed, { phrase, mark: 1 }];
    }
    const before = [...said];
    const { sampled } = await tape.say({ next: (more) => next([...before, ...more]), open: true });
    said.push(...sampled.tokens);
  }
  return readPhrases(said, grammar.marks).closed;
}
