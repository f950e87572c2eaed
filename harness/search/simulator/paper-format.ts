import { demonstrationDocuments, demonstrationQuery } from './demonstration-documents.ts';
import type { SimulatorFormat } from './simulator-format.ts';
import type { SimulatorKind } from './simulator-kind.ts';
import type { SimulatorRequest } from './simulator-request.ts';

/**
 * The format of ZeroSearch's simulators of 3 to 14 billion parameters (`generation.py:67-137 @2d4cdca`; paper, table
 * 2), in our words: the model is the Google search engine and writes five documents of about 30 words; the label
 * stands three times. Question and gold answer stand in both prompts of the fine-tuned kind; the prompted kind gets
 * them for useful documents only, and a demonstration of its label. However many documents are wanted, the prompt asks
 * for five and the text is cut, as published.
 *
 * DEVIATION(simulator-prompt-words): sentences and demonstration are ours, so published simulators, which were
 * fine-tuned on others, may write worse under them.
 * DEVIATION(one-line-query): line breaks in a query become blanks, so that no policy writes instructions of its own.
 */
export const paperFormat: SimulatorFormat = {
  id: 'paper',
  prompt(request, kind) {
    const parts = kind === 'sft' ? fineTuned(request) : prompted(request);
    return [...parts, '', `Query: ${request.query.replaceAll(/\s+/g, ' ')}`, header(request)].join('\n');
  },
  completion: (documents) => documents.map((text, i) => `Doc ${i + 1}: ${text}`).join('\n'),
  parse: documentBlocks,
};

const role = 'You are the Google search engine.';

function fineTuned(request: SimulatorRequest): readonly string[] {
  return [
    `${role} Write five ${request.label} documents for the query at the end.`,
    ...contentRules(request, 'sft'),
  ];
}

function prompted(request: SimulatorRequest): readonly string[] {
  const { label } = request;
  return [
    `${role} Write five documents for the query at the end that are ${label === 'useful' ? label : `related to it but ${label}`}, in the style of this example.`,
    '',
    `Example query: ${demonstrationQuery}`,
    'Example output:',
    paperFormat.completion(demonstrationDocuments[label]),
    '',
    ...contentRules(request, 'prompt'),
    'Write the documents in English and no other text.',
  ];
}

function contentRules({ question, gold, label }: SimulatorRequest, kind: SimulatorKind): readonly string[] {
  const told =
    kind === 'sft' || label === 'useful'
      ? [`Whoever searches wants to answer this question: ${question}`, `Its correct answer is: ${gold}`]
      : [];
  return [
    ...told,
    `Each document has about 30 words and holds ${label} information.`,
    'Start each one with its number: Doc 1: to Doc 5:',
  ];
}

function header({ label }: SimulatorRequest): string {
  return label === 'useful' ? 'Useful Output:' : 'Noisy Output:';
}

/**
 * The blocks that begin with `Doc 1:`, `Doc 2:` and so on, in this order, wherever those stand: the published cut
 * before `Doc {topk + 1}` does not ask for a line of its own either (`generation.py:91,137`).
 *
 * DEVIATION(unnumbered-simulator-text): a text without `Doc 1:` has no document; the published code shows it as it is.
 */
function documentBlocks(text: string, documents: number): readonly string[] {
  const blocks: string[] = [];
  let start = blockAfter(text, 1, 0);
  for (let number = 1; number <= documents && start !== null; number += 1) {
    const next = blockAfter(text, number + 1, start.end);
    blocks.push(text.slice(start.end, next?.begin));
    start = next;
  }
  return blocks.map((block) => block.replaceAll(/\s+/g, ' ').trim()).filter((block) => block !== '');
}

interface Marker {
  readonly begin: number;
  readonly end: number;
}

function blockAfter(text: string, number: number, from: number): Marker | null {
  const marker = new RegExp(`(?<![\\p{L}\\p{N}])Doc ${number}:`, 'gu');
  marker.lastIndex = from;
  const found = marker.exec(text);
  return found === null ? null : { begin: found.index, end: found.index + found[0].length };
}
