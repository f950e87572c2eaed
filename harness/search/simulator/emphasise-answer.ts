import type { DemonstrationTurn } from '../../core/demonstration-turn.ts';

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
