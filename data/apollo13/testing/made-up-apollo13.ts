import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson, sha256 } from '../../../harness/core/canonical-json.ts';
import type { Apollo13Manifest } from '../apollo13-manifest.ts';

/** The three files as texts. */
export interface MadeUpFiles {
  readonly chunks: string;
  readonly questions: string;
  readonly noise: string;
}

/** One line of a questions file; `paragraphs` default to one that holds the answer of chunk `id`. */
export function questionLine(id: string, question: string, answer: string): string {
  return JSON.stringify({
    id,
    question,
    answer,
    supporting_paragraphs: [`Chunk ${id} says blue${id}.`, 'Over.'],
  });
}

/** Three chunks of two paragraphs, two questions on the first and one on each other: lines 1 to 4. */
export const madeUpFiles: MadeUpFiles = {
  chunks: `chunk_id,content,metadata\n${['1', '2', '3']
    .map((id) => `${id},"Chunk ${id} says blue${id}.\n\nOver.",{}\n`)
    .join('')}`,
  questions: `${[
    questionLine('1', 'What does chunk one say?', 'blue1'),
    questionLine('1', 'And at last?', 'OVER'),
    questionLine('2', 'What does chunk two say?', 'blue2'),
    questionLine('3', 'What does chunk three say?', 'blue3'),
  ].join('\n')}\n`,
  noise:
    'chunk_id,original_paragraph,paraphrased_text\n1,Over.,"The end, ""over""."\n2,Over.,There is no text provided.\n',
};

/** Writes made-up files into a new folder under a manifest that pins them. */
export async function madeUpApollo13(
  change: Partial<MadeUpFiles> = {},
): Promise<{ readonly folder: string; readonly manifest: Apollo13Manifest }> {
  const folder = await mkdtemp(join(tmpdir(), 'twinzero-apollo13-'));
  const texts = { ...madeUpFiles, ...change };
  const place = async (name: string, text: string): Promise<Apollo13Manifest['files']['chunks']> => {
    await writeFile(join(folder, name), text);
    return { name, url: `https://example.org/${name}`, bytes: Buffer.byteLength(text), sha256: sha256(text) };
  };
  const files = {
    chunks: await place('chunks.csv', texts.chunks),
    questions: await place('questions.jsonl', texts.questions),
    noise: await place('paragraphs_noise.csv', texts.noise),
  };
  const pinned = sha256(canonicalJson({ heldOut: ['2'], dev: ['1'] }));
  const manifest: Apollo13Manifest = {
    schema: 1,
    name: 'apollo13',
    origin: { repository: 'https://example.org', commit: 'none', date: '2025-04-17' },
    files,
    chunkGroupedSplit: { seed: 1, heldOut: 1, dev: 1, sha256: pinned },
    authorsSplit: { test: [2], train: [3, 0, 1], testBeforeShuffleFix: [1] },
  };
  return { folder, manifest };
}
