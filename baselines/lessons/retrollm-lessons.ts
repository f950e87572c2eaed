import { type Finding, judgeDocuments } from '../../data/meridian/teach/judge-document.ts';
import { unknownAnswer } from '../../data/meridian/teach/demonstration-text.ts';
import { type LessonFacts, scaffoldLessons } from '../../data/meridian/teach/scaffold-lessons.ts';
import { keyParts, type NamedPart, partWord, renamed } from '../../data/meridian/generate/named-part.ts';
import type { Link } from '../../data/meridian/generate/world.ts';
import type { Document } from '../../harness/core/episode.ts';
import { retroMarks } from '../parts/retro-marks.ts';

const { separator, clues, evidence } = retroMarks;

/** Most clues, and most rounds, of the bench. */
const most = { clues: 3, rounds: 2 };

/**
 * Lessons of `retrollm`: clues are the words of what the question gives, under a name that the corpus has; evidence is copied
 * from each window's beginning, to the end of its first sentence where that tells that it is another incident, and to the
 * value asked for, or to what leads on, where it is the one. What leads on names the clues of the next round.
 *
 * The labels are of what is the case, as the method's own are of gold evidence; all of the evidence is learned, of which the
 * paper masks the middle, and the answer weighs as much as the rest, there twice as much.
 */
export const retrollmLessons = scaffoldLessons(
  (_, facts) => {
    const plan: Plan = { at: -1, line: '', link: null, answer: unknownAnswer };
    return ({ main, here }) => {
      const message = here.turns
        .slice(1)
        .map(({ text }) => text)
        .join('');
      if (message.endsWith('<answer>')) return ` ${plan.answer}</answer>`;
      const opened = Math.max(message.lastIndexOf('<search>'), message.lastIndexOf('<information>'));
      const at = message.indexOf('>', opened) + 1;
      if (at !== plan.at) {
        const rounds = main.searches.filter(({ backend }) => backend === 'fm-index').length;
        const line = message.startsWith('<search>', opened)
          ? clueLine(facts, plan.link)
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
  answer: string;
}

/** The clues: words of the corpus, each one once. */
function clueLine({ world, posed }: LessonFacts, bridge: Plan['link']): string {
  const stands = (words: string): boolean =>
    world.chunks.some(({ text }) => ` ${text}`.includes(` ${words}`));
  const named = (part: NamedPart): string => (inCorpus(part) ? partWord(part) : partWord(renamed(part)));
  const inCorpus = (part: NamedPart): boolean => stands(partWord(part));
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

/** Evidence from the windows up to the first that answers or leads on, and how it ends. */
function evidenceLine({ world, posed }: LessonFacts, { windows, plan, last }: Offered): string {
  const link: Link | null = plan.link?.link ?? null;
  const pieces: string[] = [];
  for (const window of windows) {
    const finding = judgeDocuments(world, posed, { documents: [window], link });
    if (finding?.kind === 'match') {
      plan.answer = finding.incident.values[posed.answerType];
      pieces.push(upTo(window.text, plan.answer));
      break;
    }
    if (finding?.kind === 'bridge' && plan.link === null) {
      plan.link = finding;
      pieces.push(upTo(window.text, linkWords(finding.link)));
      return pieces.join(separator) + (last ? evidence.close : evidence.again);
    }
    pieces.push(upTo(window.text, '.'));
  }
  return pieces.join(separator) + evidence.close;
}

function linkWords(link: Link): string {
  return link.kind === 'case' ? `case ${link.callSign}` : partWord(link.phase);
}

/** A text up to the end of the last place of some words; all of it where they are missing. */
function upTo(text: string, words: string): string {
  const at = words === '.' ? text.indexOf(words) : text.lastIndexOf(words);
  return at === -1 ? text : text.slice(0, at + words.length);
}
