import { type Finding, judgeDocuments } from '../../data/meridian/teach/judge-document.ts';
import { findingThought, unknownAnswer } from '../../data/meridian/teach/demonstration-text.ts';
import { type LessonFacts, scaffoldLessons } from '../../data/meridian/teach/scaffold-lessons.ts';
import { keyParts, type NamedPart, partWord, renamed } from '../../data/meridian/generate/named-part.ts';
import type { Incident, Link } from '../../data/meridian/generate/world.ts';
import type { Scene } from '../../harness/baseline/index.ts';
import type { Document } from '../../harness/core/episode.ts';
import { retroMarks } from '../parts/retro-marks.ts';

const { separator, clues, evidence } = retroMarks;

/** Most clues, and most rounds, of the bench. */
const most = { clues: 3, rounds: 2 };

/**
 * Lessons of `retrollm`: clues are the words of what the question gives, under a name that the corpus has; in the second
 * round what leads on names them, or else they are the other names. Evidence is copied from every window, from its beginning
 * to the value asked for, or to what leads on where the question is about that, whether or not the incident is the one; and
 * there are always two rounds. Then a thought says which piece fits, and the answer is its value: a guess where none does.
 *
 * So nothing hangs on a judgement that is not said. From lessons that ended a piece, the evidence or the search where its
 * incident was the one or another, small policies learned to copy and never when to stop: none of the dev questions was
 * right where pieces of other incidents ended early, 9 of 64 where only the end of the evidence told.
 *
 * The labels are of what is the case, as the method's own are of gold evidence; all of the evidence is learned, of which the
 * paper masks the middle, and the answer weighs as much as the rest, there twice as much.
 */
export const retrollmLessons = scaffoldLessons(
  (_, facts) => {
    const plan: Plan = { at: -1, line: '', link: null };
    return ({ main, here }) => {
      const message = here.turns
        .slice(1)
        .map(({ text }) => text)
        .join('');
      if (message.endsWith('<think>')) return conclusion(facts, { main, link: plan.link?.link ?? null });
      const opened = Math.max(message.lastIndexOf('<search>'), message.lastIndexOf('<information>'));
      const at = message.indexOf('>', opened) + 1;
      if (at !== plan.at) {
        const rounds = main.searches.filter(({ backend }) => backend === 'fm-index').length;
        const line = message.startsWith('<search>', opened)
          ? clueLine(facts, { bridge: plan.link, again: rounds > 0 })
          : evidenceLine(facts, {
              windows: main.searches.at(-1)?.documents ?? [],
              plan,
              last: rounds === most.rounds,
            });
        Object.assign(plan, { at, line });
      }
      return plan.line.slice(message.length - at);
    };
  },
  { oracleShare: 0 },
);

/** What is said in the state that began at a place of the message, and what has been read until then. */
interface Plan {
  at: number;
  line: string;
  /** Where the chunk that was read leads. */
  link: (Finding & { kind: 'bridge' }) | null;
}

interface Cue {
  readonly bridge: Plan['link'];
  /** True where the first clues led to nothing: the other names are looked for. */
  readonly again: boolean;
}

/** The clues: words of the corpus, each one once. */
function clueLine({ world, posed }: LessonFacts, { bridge, again }: Cue): string {
  const stands = (words: string): boolean =>
    world.chunks.some(({ text }) => ` ${text}`.includes(` ${words}`));
  const named = (part: NamedPart): string => {
    const names = [partWord(part), partWord(renamed(part))];
    return (again && bridge === null ? names.toReversed() : names).find(stands) ?? partWord(part);
  };
  const parts = bridge === null ? posed.given : nextKey(bridge);
  const words = bridge?.link.kind === 'case' ? [`case ${bridge.link.callSign}`] : parts.map(named);
  return `${words
    .slice(0, most.clues)
    .map((word) => ` ${word}`)
    .join(separator)}${clues.close}`;
}

function nextKey({ incident, link }: NonNullable<Plan['link']>): readonly NamedPart[] {
  return keyParts(incident.key).map((part) =>
    part.part === 'phase' && link.kind === 'recurrence' ? link.phase : part,
  );
}

interface Offered {
  readonly windows: readonly Document[];
  readonly plan: Plan;
  readonly last: boolean;
}

/** Evidence from every window, and how it ends. */
function evidenceLine({ world, posed }: LessonFacts, { windows, plan, last }: Offered): string {
  const link: Link | null = plan.link?.link ?? null;
  const pieces = windows.map((window) => {
    const finding = judgeDocuments(world, posed, { documents: [window], link });
    if (finding === null) return window.text;
    if (finding.kind === 'bridge' && link === null) plan.link ??= finding;
    const leads = link === null ? linkOf(finding.incident, posed.hop) : null;
    return upTo(window.text, leads === null ? finding.incident.values[posed.answerType] : linkWords(leads));
  });
  return pieces.join(separator) + (last ? evidence.close : evidence.again);
}

interface Ending {
  readonly main: Scene['main'];
  readonly link: Link | null;
}

/** What all of the evidence shows, and the value in it. */
function conclusion({ world, posed }: LessonFacts, { main, link }: Ending): string {
  const documents = main.searches
    .filter(({ backend }) => backend === 'fm-index')
    .flatMap((search) => search.documents);
  const finding = judgeDocuments(world, posed, { documents, link });
  const value = finding?.incident.values[posed.answerType] ?? unknownAnswer;
  return ` ${findingThought(finding)}</think>\n<answer> ${value}</answer>`;
}

/** Where an incident leads, if the question is about that. */
function linkOf(incident: Incident, hop: LessonFacts['posed']['hop']): Link | null {
  return incident.kind === 'report' && incident.link?.kind === hop ? incident.link : null;
}

function linkWords(link: Link): string {
  return link.kind === 'case' ? `case ${link.callSign}` : partWord(link.phase);
}

/** A text up to the end of the last place of some words; all of it where they are missing. */
function upTo(text: string, words: string): string {
  const at = text.lastIndexOf(words);
  return at === -1 ? text : text.slice(0, at + words.length);
}
