import { join } from 'node:path';
import { z } from 'zod';
import { type Chunk, paragraphsOf, type LocatedQuestion } from '../../harness/core/question.ts';
import { TwinZeroError } from '../../harness/core/twin-zero-error.ts';
import { readCsv } from '../../harness/data/read-csv.ts';
import { type Located, readJsonLines, requireUnique } from '../../harness/data/read-json-lines.ts';
import type { Apollo13Manifest } from './apollo13-manifest.ts';

const chunkRow = z.strictObject({
  chunk_id: z.string().min(1),
  content: z.string().min(1),
  metadata: z.string(),
});

const questionRow = z.strictObject({
  /** That of the chunk, shared by its questions. */
  id: z.string().min(1),
  question: z.string().min(1),
  answer: z.string().min(1),
  supporting_paragraphs: z.array(z.string()),
});
type QuestionRow = z.infer<typeof questionRow>;

/** The corpus with its questions in file order, which is what the authors' split counts lines of. */
export interface Apollo13 {
  readonly chunks: readonly Chunk[];
  /** Ids are `<chunk id>-<number within the chunk>`, e.g. `43-1`. */
  readonly questions: readonly LocatedQuestion[];
}

const mend = 'run `twinzero data fetch apollo13`, with --from DIR if you have the files';

/**
 * Reads chunks and questions from `folder` and checks them.
 * @throws TwinZeroError `data` for a missing or different file, a missing column, a broken row, a chunk id or
 * question given twice, a question about no chunk, an answer that is not in its chunk (ignoring case), or
 * supporting paragraphs that are not those of the chunk.
 */
export async function readApollo13(folder: string, { files }: Apollo13Manifest): Promise<Apollo13> {
  const chunkRows = await readCsv(join(folder, files.chunks.name), chunkRow, { ...files.chunks, mend });
  requireUnique(chunkRows, 'chunk_id', (row) => row.chunk_id);
  const chunks = chunkRows.map(({ value }): Chunk => ({ id: value.chunk_id, text: value.content }));

  const path = join(folder, files.questions.name);
  const questionRows = await readJsonLines(path, questionRow, { ...files.questions, mend });
  requireUnique(questionRows, 'the question', (row) => row.question);
  const byId = new Map(chunks.map((chunk) => [chunk.id, chunk]));
  for (const row of questionRows) requireAnswerable(row, byId.get(row.value.id));
  return { chunks, questions: toQuestions(questionRows.map(({ value }) => value)) };
}

function requireAnswerable({ value, at }: Located<QuestionRow>, chunk: Chunk | undefined): void {
  if (chunk === undefined) throw new TwinZeroError('data', `${at}: no chunk has the id "${value.id}"`);
  if (!chunk.text.toLowerCase().includes(value.answer.toLowerCase()))
    throw new TwinZeroError('data', `${at}: the answer "${value.answer}" is not in chunk ${chunk.id}`);
  const paragraphs = paragraphsOf(chunk.text);
  if (JSON.stringify(paragraphs) !== JSON.stringify(value.supporting_paragraphs))
    throw new TwinZeroError(
      'data',
      `${at}: supporting_paragraphs are not the paragraphs of chunk ${chunk.id}`,
    );
}

function toQuestions(rows: readonly QuestionRow[]): LocatedQuestion[] {
  const perChunk = new Map<string, number>();
  return rows.map(({ id: chunkId, question, answer }) => {
    const number = (perChunk.get(chunkId) ?? 0) + 1;
    perChunk.set(chunkId, number);
    return {
      id: `${chunkId}-${number}`,
      question,
      answers: [answer],
      goldChunkId: chunkId,
      chunkIds: [chunkId],
      kind: 'unlabelled',
      answerType: 'unlabelled',
    };
  });
}
