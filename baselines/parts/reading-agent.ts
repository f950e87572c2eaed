import { neutraliseTags, type Tape } from '../../harness/rollout/index.ts';

const instructions = `You read one page for a researcher, part by part. Below are the question, your notes so far, and the next \
part of the page. Begin with CONTINUE if the rest of the page is worth reading, or with STOP if it is not. Then write down, \
in a sentence or two, what in this part helps to answer the question; nothing if nothing does.`;

/** A page to read, and for what. */
export interface PageReading {
  readonly text: string;
  readonly question: string;
  /** Words of a part, from 1. */
  readonly partWords: number;
  readonly branch: Tape['branch'];
}

/**
 * Notes on a page: it is read part by part, each in a conversation of its own with the notes so far, until the reader stops
 * or a part has no room. What the reader was not asked to say is not trained.
 */
export async function notesOnPage({ text, question, partWords, branch }: PageReading): Promise<string> {
  const words = text.split(/\s+/u);
  let notes = '';
  for (let at = 0; at < words.length; at += partWords) {
    const part = neutraliseTags(words.slice(at, at + partWords).join(' '));
    const side = branch();
    const prompt = `${instructions}\n\nQuestion: ${question}\n\nNotes so far: ${notes === '' ? 'none' : notes}\n\nPart of the page:\n${part}`;
    if (side.tokensOf(prompt) + roomToWrite > side.left.contextTokens) break;
    side.prompt(prompt);
    const said = (await side.say()).text.trim();
    const [, next = '', found = said] = /^(CONTINUE|STOP)\b[\s.:,-]*(.*)$/su.exec(said) ?? [];
    notes = `${notes} ${found}`.trim();
    if (next === 'STOP') break;
  }
  return notes;
}

/** Tokens for chat markers and a first sentence. */
const roomToWrite = 48;
