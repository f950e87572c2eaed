import type { Dataset } from '../../harness/data/dataset.ts';
import { questionScripts } from '../../harness/data/question-scripts.ts';
import { apollo13Folder, type Apollo13Manifest, readApollo13Manifest } from './apollo13-manifest.ts';
import { apollo13Split, type Apollo13SplitName } from './apollo13-split.ts';
import { readApollo13 } from './read-apollo13.ts';

/** Settings of `loadApollo13`. */
export interface Apollo13Options {
  /** Default `apollo13Folder()`. */
  readonly folder?: string;
  /** Default `chunk-grouped`. */
  readonly split?: Apollo13SplitName;
  /** Default the shipped one. */
  readonly manifest?: Apollo13Manifest;
}

/**
 * The Apollo 13 mission report with ReZero's questions, one of three splits.
 * @throws TwinZeroError `data` when the files are not there, not the pinned ones, or broken.
 */
export async function loadApollo13(options: Apollo13Options = {}): Promise<Dataset> {
  const { folder = apollo13Folder(), split = 'chunk-grouped' } = options;
  const manifest = options.manifest ?? (await readApollo13Manifest());
  const { chunks, questions } = await readApollo13(folder, manifest);
  const { sha256, ...parts } = apollo13Split(questions, manifest, split);
  const { chunks: chunksFile, questions: questionsFile } = manifest.files;
  return {
    id: `apollo13/${split}`,
    chunks,
    ...parts,
    scripts: questionScripts,
    hashes: {
      [chunksFile.name]: chunksFile.sha256,
      [questionsFile.name]: questionsFile.sha256,
      split: sha256,
    },
  };
}
