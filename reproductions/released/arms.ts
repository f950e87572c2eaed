import type { CheckArm } from '../../harness/reproduce/check/model-check.ts';
import { type RezeroPaper, readRezeroPaper } from '../rezero/paper.ts';

/** A policy of ZeroSearch, or a base of one, which nobody has published Apollo 13 numbers of. */
function zerosearchArm(id: string, label: string): CheckArm {
  return { id, label, models: [id], method: 'zerosearch', published: null };
}

function published(paper: RezeroPaper, method: string): CheckArm['published'] {
  const row = paper.rows.find(({ id }) => id === method);
  return row === undefined ? null : { correct: row.correct, n: row.n, source: row.source };
}

const paper = readRezeroPaper();

/** The released models, in the order of tables. The base of ReZero plays both methods. */
export const releasedArms: readonly CheckArm[] = [
  {
    id: 'rezero-v0.1',
    label: 'ReZero v0.1',
    models: ['rezero-v0.1-gguf', 'rezero-v0.1'],
    method: 'rezero',
    published: published(paper, 'rezero'),
  },
  {
    id: 'llama-3.2-3b-instruct',
    label: 'Llama-3.2-3B-Instruct, base of ReZero',
    models: ['llama-3.2-3b-instruct'],
    method: 'rezero',
    published: published(paper, 'base'),
  },
  zerosearchArm('zerosearch-llama-3.2-3b', 'ZeroSearch, Llama-3.2-3B'),
  zerosearchArm('zerosearch-llama-3.2-3b-instruct', 'ZeroSearch, Llama-3.2-3B-Instruct'),
  zerosearchArm('zerosearch-qwen2.5-3b', 'ZeroSearch, Qwen2.5-3B'),
  zerosearchArm('zerosearch-qwen2.5-3b-instruct', 'ZeroSearch, Qwen2.5-3B-Instruct'),
  zerosearchArm('zerosearch-qwen2.5-7b', 'ZeroSearch, Qwen2.5-7B'),
  zerosearchArm('zerosearch-qwen2.5-7b-instruct', 'ZeroSearch, Qwen2.5-7B-Instruct'),
  zerosearchArm('llama-3.2-3b', 'Llama-3.2-3B, base of ZeroSearch'),
  {
    ...zerosearchArm('llama-3.2-3b-instruct', 'Llama-3.2-3B-Instruct, base of ZeroSearch'),
    id: 'llama-3.2-3b-instruct-zerosearch',
  },
  zerosearchArm('qwen2.5-3b', 'Qwen2.5-3B, base of ZeroSearch'),
  zerosearchArm('qwen2.5-3b-instruct', 'Qwen2.5-3B-Instruct, base of ZeroSearch'),
  zerosearchArm('qwen2.5-7b', 'Qwen2.5-7B, base of ZeroSearch'),
  zerosearchArm('qwen2.5-7b-instruct', 'Qwen2.5-7B-Instruct, base of ZeroSearch'),
];
