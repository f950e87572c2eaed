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
