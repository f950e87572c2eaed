import { z } from 'zod';
import { checkValue, rowId } from '../../core/parse-json.ts';
import type { Chunk, Question } from '../../core/question.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import type { Split } from '../dataset.ts';

const text = z.string().refine((given) => given.trim() !== '', 'expected text that is not empty');
const texts = z.union([z.array(z.union([text, z.number()])).min(1, 'expected at least one answer'), text]);
const splitName = z.enum(['train', 'dev', 'held-out'], 'expected train, dev or held-out');
/** An empty cell of a CSV file is a value that is not given. */
const given = <Schema extends z.ZodType>(schema: Schema): z.ZodType<z.output<Schema> | null> =>
  z.preprocess((value) => (value === '' || value === undefined ? null : value), schema.nullable()) as never;

const chunkRow = z.object({ id: rowId, title: given(text), text: given(text), contents: given(text) });

const questionRow = z.object({
  id: given(rowId),
  question: text,
  answers: given(texts),
  answer: given(z.union([text, z.number()])),
  golden_answers: given(texts),
  goldChunkId: given(rowId),
  chunkIds: given(z.union([z.array(rowId), text])),
  kind: given(text),
  split: given(splitName),
});

/** A question with the part that its row names; null where it names none. */
export interface OwnQuestion {
  readonly question: Question;
  readonly split: Split | 'train' | null;
}

/**
 * A row of a corpus: `id` and `text` (behind `title` where there is one), or `contents`, as FlashRAG's corpora have it.
 * @throws TwinZeroError `data` with the place, for a row without them.
 */
export function chunkOf(row: unknown, at: string): Chunk {
  const { id, title, text: own, contents } = checkValue(row, chunkRow, { where: at });
  const written = contents ?? (title === null || own === null ? own : `${title}\n${own}`);
  if (written === null) throw new TwinZeroError('data', `${at}: no text; give "text" or "contents"`);
  return { id: String(id), text: written };
}

/**
 * A row of questions: `question`, and `answers` (a list, in CSV also as JSON), `golden_answers` or `answer`; `id`,
 * `goldChunkId`, `chunkIds`, `kind` and `split` may be left out.
 * @throws TwinZeroError `data` with the place, for a row without question or answer, or with a value that is none.
 */
export function questionOf(row: unknown, at: string): OwnQuestion {
  const read = checkValue(row, questionRow, { where: at });
  const { id, question, kind, split, goldChunkId } = read;
  const [first, ...aliases] = listOf(read.answers ?? read.golden_answers ?? read.answer, at).map(String);
  if (first === undefined)
    throw new TwinZeroError('data', `${at}: no answer; give "answers", "golden_answers" or "answer"`);
  const chunkIds = listOf(read.chunkIds, at).map(String);
  const gold = goldChunkId === null ? (chunkIds.at(-1) ?? null) : String(goldChunkId);
  return {
    question: {
      id: id === null ? `q${/\d+$/u.exec(at)?.[0] ?? at}` : String(id),
      question,
      answers: [first, ...aliases],
      goldChunkId: gold,
      chunkIds: chunkIds.length > 0 || gold === null ? chunkIds : [gold],
      kind: kind ?? 'unlabelled',
      answerType: 'unlabelled',
    },
    split,
  };
}

/** A list, one value, or, in a cell that begins with a bracket, a list as JSON. */
function listOf(
  value: readonly (string | number)[] | string | number | null,
  at: string,
): readonly (string | number)[] {
  if (value === null) return [];
  if (typeof value === 'object') return value;
  if (typeof value === 'number' || !value.startsWith('[')) return [value];
  try {
    const list = z.array(z.union([text, z.number()])).safeParse(JSON.parse(value));
    if (list.success) return list.data;
  } catch {
    // What is no JSON is a value that begins with a bracket.
    return [value];
  }
  throw new TwinZeroError('data', `${at}: ${value.slice(0, 60)} is no list of texts; write it as ["a", "b"]`);
}
