import { canonicalJson, sha256 } from '../../harness/core/canonical-json.ts';
import type { LocatedQuestion } from '../../harness/core/question.ts';
import { Random } from '../../harness/core/random.ts';
import { TwinZeroError } from '../../harness/core/twin-zero-error.ts';
import { type Dataset, holdOut } from '../../harness/data/dataset.ts';
import type { Apollo13Manifest } from './apollo13-manifest.ts';

/** Ids of the chunks to hold out and to develop on; every other chunk with questions trains. */
export interface ChunkSplit {
  readonly heldOut: readonly string[];
  readonly dev: readonly string[];
}

/** Counts of chunks to hold out and to develop on, and the generator that picks them. */
export interface ChunkSplitOptions {
  readonly heldOut: number;
  readonly dev: number;
  readonly random: Random;
}

/**
 * Picks chunks among those that are the gold chunk of some question, so that all questions of a chunk land
 * in one part. Depends on the set of chunks alone, not on the order of questions; ids are sorted by code unit.
 */
export function splitByChunk(questions: readonly LocatedQuestion[], options: ChunkSplitOptions): ChunkSplit {
  const chunkIds = [...new Set(questions.map(({ goldChunkId }) => goldChunkId))].sort();
  const order = options.random.shuffle(chunkIds);
  return {
    heldOut: order.slice(0, options.heldOut).sort(),
    dev: order.slice(options.heldOut, options.heldOut + options.dev).sort(),
  };
}

/**
 * `chunk-grouped`: ours, 32 chunks held out and 32 to develop on, all questions of a chunk in one part.
 * `authors`: ReZero's 286 and 32 questions, in its order, no dev part; 24 of the 32 share their chunk with a
 * training question. `authors-before-shuffle-fix`: the 32 its loader gave until 2025-04-04, 14:56 (+0700);
 * the training order of that time is not known, here it is that of the file.
 */
export type Apollo13SplitName = 'chunk-grouped' | 'authors' | 'authors-before-shuffle-fix';

/** The three parts and the sha256 that identifies them. */
export type Apollo13Split = Pick<Dataset, 'train' | 'dev' | 'heldOut'> & { readonly sha256: string };

/**
 * Splits the questions, given in file order.
 * @throws TwinZeroError `data` when a line of the manifest's split is not there, or the chunk-grouped split is
 * not the pinned one.
 */
export function apollo13Split(
  questions: readonly LocatedQuestion[],
  manifest: Apollo13Manifest,
  name: Apollo13SplitName,
): Apollo13Split {
  if (name === 'chunk-grouped') return chunkGrouped(questions, manifest.chunkGroupedSplit);
  const { test, train, testBeforeShuffleFix } = manifest.authorsSplit;
  if (name === 'authors') return byLines(questions, test, train);
  const heldOut = new Set(testBeforeShuffleFix);
  const others = questions.map((_, line) => line).filter((line) => !heldOut.has(line));
  return byLines(questions, testBeforeShuffleFix, others);
}

function byLines(
  questions: readonly LocatedQuestion[],
  heldOut: readonly number[],
  train: readonly number[],
): Apollo13Split {
  const at = (line: number): LocatedQuestion => {
    const question = questions[line];
    if (question !== undefined) return question;
    throw new TwinZeroError(
      'data',
      `the split names line ${line + 1} of ${questions.length} Apollo 13 questions`,
    );
  };
  return {
    train: train.map(at),
    dev: [],
    heldOut: heldOut.map((line) => holdOut(at(line))),
    sha256: sha256(canonicalJson({ heldOut, train })),
  };
}

function chunkGrouped(
  questions: readonly LocatedQuestion[],
  pinned: Apollo13Manifest['chunkGroupedSplit'],
): Apollo13Split {
  const random = Random.seeded(pinned.seed).fork('apollo13', 'chunk-grouped');
  const chunks = splitByChunk(questions, { heldOut: pinned.heldOut, dev: pinned.dev, random });
  const actual = sha256(canonicalJson(chunks));
  if (actual !== pinned.sha256)
    throw new TwinZeroError(
      'data',
      `the chunk-grouped split of Apollo 13 has sha256 ${actual} where ${pinned.sha256} is pinned in its manifest`,
    );
  const partOf = (ids: readonly string[]): LocatedQuestion[] =>
    questions.filter(({ goldChunkId }) => ids.includes(goldChunkId));
  const taken = new Set([...chunks.heldOut, ...chunks.dev]);
  return {
    train: questions.filter(({ goldChunkId }) => !taken.has(goldChunkId)),
    dev: partOf(chunks.dev).map((question) => holdOut(question)),
    heldOut: partOf(chunks.heldOut).map((question) => holdOut(question)),
    sha256: actual,
  };
}
