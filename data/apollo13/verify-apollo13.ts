import { apollo13Folder, type Apollo13Manifest, readApollo13Manifest } from './apollo13-manifest.ts';
import { apollo13Split, type Apollo13SplitName } from './apollo13-split.ts';
import { readApollo13 } from './read-apollo13.ts';
import { isRefusal, readApollo13Paraphrases } from './read-paraphrases.ts';

/** Counts of one split, with its sha256. */
export interface VerifiedSplit {
  readonly name: Apollo13SplitName;
  readonly train: number;
  readonly dev: number;
  readonly heldOut: number;
  /** Held-out questions whose chunk also has a training question. */
  readonly heldOutSharingChunk: number;
  readonly sha256: string;
}

/** Counts of what the files hold. */
export interface Apollo13Counts {
  readonly folder: string;
  readonly chunks: number;
  readonly questions: number;
  readonly paraphrases: number;
  readonly refusals: number;
  readonly splits: readonly VerifiedSplit[];
}

const splitNames = ['chunk-grouped', 'authors', 'authors-before-shuffle-fix'] as const;

/**
 * Reads everything, checks everything, counts.
 * @throws TwinZeroError `data` at the first thing wrong.
 */
export async function verifyApollo13(
  options: { readonly folder?: string; readonly manifest?: Apollo13Manifest } = {},
): Promise<Apollo13Counts> {
  const { folder = apollo13Folder(), manifest = await readApollo13Manifest() } = options;
  const { chunks, questions } = await readApollo13(folder, manifest);
  const paraphrases = await readApollo13Paraphrases(folder, { manifest });
  const splits = splitNames.map((name): VerifiedSplit => {
    const { train, dev, heldOut, sha256 } = apollo13Split(questions, manifest, name);
    const trained = new Set(train.map(({ goldChunkId }) => goldChunkId));
    const heldOutSharingChunk = heldOut.filter(({ value }) => trained.has(value.goldChunkId)).length;
    return {
      name,
      train: train.length,
      dev: dev.length,
      heldOut: heldOut.length,
      heldOutSharingChunk,
      sha256,
    };
  });
  return {
    folder,
    chunks: chunks.length,
    questions: questions.length,
    paraphrases: paraphrases.length,
    refusals: paraphrases.filter(({ text }) => isRefusal(text)).length,
    splits,
  };
}
