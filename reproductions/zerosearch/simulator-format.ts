import type {
  DocumentLabel,
  SimulatorFormat,
  SimulatorKind,
  SimulatorRequest,
} from '../../harness/search/index.ts';

/** The query of the demonstration in the paper-scale format. */
export const demonstrationQuery = 'who composed the opera Rusalka';

/** Documents that the demonstration shows as found for `demonstrationQuery`, by label; our own sentences. */
export const demonstrationDocuments: Readonly<Record<DocumentLabel, readonly string[]>> = {
  useful: [
    'Rusalka, Op. 114, is a lyric fairy tale in three acts by Antonín Dvořák, first performed in Prague on 31 March 1901. The Czech libretto was written by the poet Jaroslav Kvapil.',
    'Song to the Moon from Act I is the best known aria that Dvořák wrote for the stage. The water nymph asks the moon to tell a prince of her love ...',
    'Programme notes: Dvořák began to compose Rusalka in April 1900 and finished the score in November, after his symphonic poems on ballads by Karel Jaromír Erben had brought him back to Czech legends ...',
    'Antonín Dvořák, born 1841 in Nelahozeves. Operas: The Devil and Kate, Rusalka, Armida. Rusalka was his greatest success in the theatre and is still played all over the world.',
    'Buy tickets: Rusalka by Antonín Dvořák, sung in Czech with English surtitles. Running time about three hours and a half with two intervals, conducted from the new critical edition.',
  ],
  noisy: [
    'A rusalka is a female water spirit of Slavic folklore, said to live in lakes and rivers. In many tales she leaves the water in early summer and dances in the meadows ...',
    'The National Theatre in Prague opened in 1881, burned down in the same summer and opened again in 1883. Opera, ballet and drama share its historic building on the bank of the Vltava.',
    'Song to the Moon is a favourite of sopranos in recitals and competitions. Our teachers explain its Czech vowels, its breathing and its long legato line, bar by bar ...',
    'Jaroslav Kvapil, poet and stage director, wrote the libretto before he knew who would set it to music. He drew on tales by Fouqué and Andersen, and offered the text to several people.',
    'Ten operas for beginners, sorted by length and mood: from short comedies to fairy tales with mermaids, witches and princes. With a plot summary and a playlist for each of them.',
  ],
};

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
