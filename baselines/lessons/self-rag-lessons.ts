import { judgeDocuments } from '../../data/meridian/teach/judge-document.ts';
import { unknownAnswer } from '../../data/meridian/teach/demonstration-text.ts';
import { type LessonFacts, scaffoldLessons } from '../../data/meridian/teach/scaffold-lessons.ts';
import { partWord, sameEntity } from '../../data/meridian/generate/named-part.ts';
import type { Incident, Link } from '../../data/meridian/generate/world.ts';
import type { Document } from '../../harness/core/episode.ts';
import { reflectionMarks } from '../parts/reflection-marks.ts';

const { retrieve, relevance, support, utility } = reflectionMarks.compact;

/**
 * Lessons of `self-rag`: the method runs, and at each passage a critic writes the segment that the passage gives and judges
 * both. A report or case that answers: ` match<answer> Beckvar</answer> found 5`; one that only leads on: ` match came back
 * during docking found need`; one that has all but one part of what the question gives: its value, ` something 2`; any
 * other: ` no<answer> unknown</answer> 1`. No question can be answered without a search.
 *
 * DEVIATION(critic-facts): it knows what each chunk is about, and has none of a demonstrator's habits.
 */
export const selfRagLessons = scaffoldLessons(
  (_, facts) => {
    const links = new Map<string, Link>();
    return ({ main, here }) => {
      if (here === main) return retrieve.choices.yes;
      const written = here.turns.find(({ role }) => role === 'written')?.text ?? '';
      const [, link = null] = [...links].find(([statement]) => written.includes(statement)) ?? [];
      const shown = here.turns.findLast(({ role }) => role === 'observation')?.text;
      const document = main.searches
        .flatMap(({ documents }) => documents)
        .find(({ text }) => shown?.includes(text) === true);
      return document === undefined ? nothing : segment(facts, { document, link, links });
    };
  },
  { oracleShare: 0, questionShare: 0.25 },
);

const nothing = `<answer> ${unknownAnswer}</answer>${utility.choices.one}`;

interface Reading {
  readonly document: Document;
  /** What an earlier segment of the path leads to. */
  readonly link: Link | null;
  /** Statements so far that lead on. */
  readonly links: Map<string, Link>;
}

/** What a passage gives, judged. */
function segment({ world, posed }: LessonFacts, { document, link, links }: Reading): string {
  const finding = judgeDocuments(world, posed, { documents: [document], link });
  const { relevant, irrelevant } = relevance.choices;
  if (finding?.kind === 'bridge') {
    const statement = linkStatement(finding.link);
    links.set(statement, finding.link);
    return `${relevant}${statement}${support.choices.full}${retrieve.choices.yes}`;
  }
  const answer = ({ values }: Incident): string => `<answer> ${values[posed.answerType]}</answer>`;
  if (finding?.kind === 'match')
    return `${relevant}${answer(finding.incident)}${support.choices.full}${utility.choices.five}`;
  if (finding !== null && link === null && isNear(finding.incident, posed.given))
    return `${relevant}${answer(finding.incident)}${support.choices.partial}${utility.choices.two}`;
  return irrelevant + nothing;
}

/** Where a chunk leads, e.g. ` came back during docking`. */
function linkStatement(link: Link): string {
  return link.kind === 'case' ? ` case ${link.callSign}` : ` came back during ${partWord(link.phase)}`;
}

/** True for a report that has all that the question gives but one part. */
function isNear(incident: Incident, given: LessonFacts['posed']['given']): boolean {
  if (incident.kind !== 'report') return false;
  const shared = given.filter((part) => sameEntity(part, incident.key[part.part]));
  return shared.length >= given.length - 1;
}
