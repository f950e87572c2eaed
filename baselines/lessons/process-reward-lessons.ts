import { answerTurn, searchTurn } from '../../data/meridian/teach/demonstration-text.ts';
import type { Demonstrator } from '../../data/meridian/teach/demonstrator.ts';
import { maxSearches, scaffoldLessons } from '../../data/meridian/teach/scaffold-lessons.ts';
import type { LessonSource, Scene, Speaker } from '../../harness/baseline/index.ts';
import type { Document } from '../../harness/core/episode.ts';
import { rejection } from '../parts/process-prompts.ts';
import { verdictWords } from '../parts/verdict.ts';
import { fewerLessons } from './fewer-lessons.ts';

const { good, bad } = verdictWords.compact;

/**
 * Lessons of `process-reward`. Steps are the demonstrator's turns. A step is a match where an answer was read off a matching
 * passage, or a search found one or the link to it. The critique of a step says what to look for next (` need blower seep
 * docking`: a poor search, or a part of the question that is open) or what the passages show (` result shows fan leak
 * docking , match`: a poor answer), and the step taken again does as it says. One lesson has some dozens of conversations.
 */
export const processRewardLessons: LessonSource = fewerLessons(
  8,
  scaffoldLessons((demonstrator) => new StepSpeaker(demonstrator).speak, { oracleShare: 0 }),
);

/** A demonstrator who has spoken, and the text of the conversation behind it. */
interface Spoken {
  readonly text: string;
  readonly reader: Demonstrator;
}

/** Speaks in all conversations of one lesson; what was said in one is known wherever its text is repeated. */
class StepSpeaker {
  readonly #demonstrator: Demonstrator;
  readonly #conversations = new Set<Scene['here']>();
  readonly #spoken: Spoken[] = [];
  /** What a critique was followed by, by its prompt. */
  readonly #again = new Map<string, string>();
  #count = 0;

  constructor(demonstrator: Demonstrator) {
    this.#demonstrator = demonstrator;
  }

  readonly speak: Speaker = ({ here, main }) => {
    this.#conversations.add(here);
    const text = here.turns.map((turn) => turn.text).join('\n');
    const [first, ...rest] = here.turns;
    if (here === main) return ` ${this.#read(text, this.#fork(), false).answer}</answer>`;
    const prompt = first?.text ?? '';
    if (prompt.endsWith(`\n${rejection}`)) return this.#criticise(prompt);
    for (const [criticised, turn] of this.#again)
      if (rest.length === 0 && prompt.startsWith(`${criticised} `)) return turn;
    const [lead] = rest;
    if (rest.length === 1 && lead?.role === 'written') return this.#judge(prompt, lead.text);
    return this.#step(text, rest.length === 0);
  };

  /** The documents that stand in a text, in their order there. */
  #shown(text: string): Document[] {
    const found = [...this.#conversations].flatMap(({ searches }) =>
      searches.flatMap(({ documents }) => documents),
    );
    const distinct = [...new Map(found.map((one) => [one.id, one])).values()];
    return distinct
      .filter((one) => text.includes(one.text))
      .toSorted((a, b) => text.indexOf(a.text) - text.indexOf(b.text));
  }

  #fork(from = this.#demonstrator): Demonstrator {
    this.#count += 1;
    return from.fork(this.#count);
  }

  #read(text: string, reader: Demonstrator, maySearch: boolean): ReturnType<Demonstrator['read']> {
    return reader.read(this.#shown(text), { maySearch });
  }

  /** The next turn: what was said last in this conversation is gone on from, and what was found since is read. */
  #step(text: string, isFirst: boolean): string {
    const known = this.#spoken.filter((one) => text.startsWith(one.text));
    const last = known.toSorted((a, b) => b.text.length - a.text.length)[0];
    const reader = this.#fork(last?.reader);
    const maySearch = text.split('</search>').length - 1 < maxSearches;
    const turn = isFirst
      ? searchTurn(reader.need, reader.query)
      : turnOf(this.#read(text.slice(last?.text.length ?? 0), reader, maySearch), reader);
    this.#spoken.push({ text: `${text}\n${turn}`, reader });
    return turn;
  }

  #judge(prompt: string, lead: string): string {
    const lines = prompt.trimEnd().split('\n');
    if (lines.at(-1) === lead) return lines.at(-2)?.endsWith(', match') === true ? good : bad;
    return this.#read(prompt, this.#fork(), true).thought.endsWith('no match') ? bad : good;
  }

  #criticise(prompt: string): string {
    const reader = this.#fork();
    const reading = this.#read(prompt, reader, true);
    // The step taken again stands in the place of the poor one, so that it tells of nothing which that one found.
    const thought = reading.answer === null ? `need ${reader.query}` : reading.thought;
    this.#again.set(prompt, turnOf({ ...reading, thought }, reader));
    return ` ${thought}`;
  }
}

function turnOf({ thought, answer }: ReturnType<Demonstrator['read']>, reader: Demonstrator): string {
  return answer === null ? searchTurn(thought, reader.query) : answerTurn(thought, answer);
}
