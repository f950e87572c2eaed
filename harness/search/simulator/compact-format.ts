import type { DemonstrationTurn } from '../../core/episode.ts';
import type { SimulatorFormat } from './simulator-format.ts';

/**
 * The format of simulators of a few million parameters: label, question, answer and query, each on a line; a document
 * a line comes back.
 *
 * DEVIATION(compact-simulator-prompt): no role, no task and no demonstration are put in words, because such a model is
 * trained on the format and reads no instructions.
 */
export const compactFormat: SimulatorFormat = {
  id: 'compact',
  prompt({ query, question, gold, label }, kind) {
    const told = kind === 'sft' || label === 'useful' ? [`Question: ${question}`, `Answer: ${gold}`] : [];
    return [label === 'useful' ? 'Useful' : 'Noisy', ...told, `Query: ${query}`].join('\n');
  },
  completion: (documents) => documents.join('\n'),
  parse(text, documents) {
    const lines = text.split('\n').map((line) => line.trim());
    return lines.filter((line) => line !== '').slice(0, documents);
  },
};

/** Loss weight of the answer's tokens: copying the answer told is the rare part of a document, and the one that matters. */
const answerWeight = 6;

/**
 * A document to be written as parts that go on in one message, the answer's first occurrence weighted sixfold; whole
 * where it does not hold the answer, or no answer is told.
 */
export function emphasiseAnswer(text: string, answer: string | null): DemonstrationTurn[] {
  const place = answer === null ? -1 : text.indexOf(` ${answer}`);
  if (answer === null || place === -1) return [{ role: 'policy', text }];
  const end = place + answer.length + 1;
  return [
    { role: 'policy', text: text.slice(0, place) },
    { role: 'policy', text: text.slice(place, end), weight: answerWeight },
    { role: 'policy', text: text.slice(end) },
  ];
}
