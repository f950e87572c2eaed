import type { Question } from '../../core/question.ts';
import { Random } from '../../core/random.ts';
import type { OwnQuestion } from './own-rows.ts';

/** Questions in three parts. */
export interface OwnSplit {
  readonly train: readonly Question[];
  readonly dev: readonly Question[];
  readonly heldOut: readonly Question[];
}

/**
 * The parts that the rows name; where they name none, a fifth is held out and a tenth chooses a step, by the gold chunk
 * where it is known, so that all questions of a chunk are in one part. Which ones depends on the ids alone.
 */
export function splitQuestions(rows: readonly OwnQuestion[]): OwnSplit {
  const named = (split: OwnQuestion['split']): Question[] =>
    rows.filter((row) => row.split === split).map(({ question }) => question);
  if (rows.some(({ split }) => split !== null))
    return { train: named('train'), dev: named('dev'), heldOut: named('held-out') };
  const keys = [...new Set(rows.map(({ question }) => keyOf(question)))].sort();
  const order = Random.seeded(0).fork('own', 'split').shuffle(keys);
  const heldOut = new Set(order.slice(0, Math.ceil(order.length / 5)));
  const dev = new Set(order.slice(heldOut.size, heldOut.size + Math.floor(order.length / 10)));
  const part = (inPart: (key: string) => boolean): Question[] =>
    rows.map(({ question }) => question).filter((question) => inPart(keyOf(question)));
  return {
    train: part((key) => !heldOut.has(key) && !dev.has(key)),
    dev: part((key) => dev.has(key)),
    heldOut: part((key) => heldOut.has(key)),
  };
}

function keyOf({ id, goldChunkId }: Question): string {
  return goldChunkId === null ? `q ${id}` : `c ${goldChunkId}`;
}
