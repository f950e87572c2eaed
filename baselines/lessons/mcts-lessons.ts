import { unknownAnswer } from '../../data/meridian/teach/demonstration-text.ts';
import type { Demonstrator } from '../../data/meridian/teach/demonstrator.ts';
import { scaffoldLessons } from '../../data/meridian/teach/scaffold-lessons.ts';
import type { LessonSource, Scene } from '../../harness/baseline/index.ts';
import type { Document } from '../../harness/core/episode.ts';
import { actionForms } from '../parts/airrag-actions.ts';
import { verdictWords } from '../parts/verdict.ts';
import { fewerLessons } from './fewer-lessons.ts';
import { shownDocuments } from './shown-documents.ts';

const { analyse, answer, retrieve, transform } = actionForms.compact;

/**
 * Lessons of `mcts`, by how the policy's message begins: what the question gives (` need pump leak docking`), what the newest
 * passages are about and the value in them (` result shows fan leak docking , match Beckvar`), the next query, and the
 * answer, ` unknown` where no passage stands. An answer matches where the passages match. One lesson has some dozens of
 * conversations.
 */
export const mctsLessons: LessonSource = fewerLessons(
  16,
  scaffoldLessons(
    (demonstrator) => (scene) => {
      const { turns } = scene.here;
      const cue = turns.at(-1)?.text ?? '';
      const documents = asShown(scene);
      const reader = (attempt: number): Demonstrator =>
        demonstrator.fork(...turns.map(({ text }) => text), attempt);
      if (cue === analyse.cue) return demonstrator.need.slice('need'.length);
      if (cue === transform.cue) return ` ${nextQuery(documents, reader)}${transform.end}`;
      const read = reader(0).read(documents, { maySearch: false });
      if (cue === answer.cue) return ` ${documents.length === 0 ? unknownAnswer : read.answer}${answer.end}`;
      const { thought } = read;
      const known = read.answer === null || read.answer === unknownAnswer ? '' : ` ${read.answer}`;
      if (cue === retrieve.cue) return `${thought.slice('result'.length)}${known}`;
      const { good, bad } = verdictWords.compact;
      return thought.endsWith(', match') && cue === known ? good : bad;
    },
    { oracleShare: 0 },
  ),
);

/** The documents in the order in which they stand in the conversation. */
function asShown(scene: Scene): Document[] {
  const shown = scene.here.turns.map(({ text }) => text).join('\n');
  return shownDocuments(scene).toSorted((a, b) => shown.indexOf(a.text) - shown.indexOf(b.text));
}

/** The query with which a reader searches on, if one of four would. */
function nextQuery(documents: readonly Document[], reader: (attempt: number) => Demonstrator): string {
  const first = reader(0);
  if (documents.length === 0) return first.query;
  for (let attempt = 1; attempt <= 4; attempt += 1) {
    const one = reader(attempt);
    if (one.read(documents, { maySearch: true }).answer === null) return one.query;
  }
  return first.query;
}
