import type { Wording } from '../../harness/baseline/index.ts';
import type { Document } from '../../harness/core/episode.ts';
import { neutraliseTags } from '../../harness/rollout/index.ts';

/** AirRAG's actions A1 to A5. */
export type Action = 'analyse' | 'answer' | 'retrieve' | 'transform' | 'summarise';

/** One action that was taken. */
export interface ActionStep {
  readonly action: Action;
  /** What the policy said; empty where it retrieved and had nothing to say. */
  readonly text: string;
  /** Found by it. */
  readonly documents: readonly Document[];
  /** How well that agrees with the other samples of it, 0 to 1. */
  readonly agreement: number;
}

/**
 * The actions that may follow a path: analysis and direct answer only at the root, retrieval for the question or for a
 * transformed query, a summary once there is an answer, and nothing behind it (arXiv 2501.10053 section 3 and
 * appendix A). A direct answer goes on to its summary.
 */
export function actionsAfter(
  path: readonly Pick<ActionStep, 'action'>[],
  { maxReads }: { readonly maxReads: number },
): readonly Action[] {
  const reads = path.filter(({ action }) => action === 'retrieve').length;
  switch (path.at(-1)?.action) {
    case undefined:
      return ['analyse', 'answer', 'retrieve', 'transform'];
    case 'analyse':
      return ['retrieve', 'transform'];
    case 'answer':
      return ['summarise'];
    case 'retrieve':
      return reads < maxReads ? ['transform', 'summarise'] : ['summarise'];
    case 'transform':
      return ['retrieve'];
    case 'summarise':
      return [];
  }
}

/** How an action is asked for. */
export interface ActionForm {
  readonly instructions: string;
  /** Begins the policy's message. */
  readonly cue: string;
  /** Ends what it says. */
  readonly end: string;
  /** Stands before what it said, in the notes of a path. */
  readonly note: string;
}

const answerForm = { cue: '<answer>', end: '</answer>' } as const;
const queryForm = { cue: '<search>', end: '</search>' } as const;

/** Prompts of the actions; a policy of few words knows them by how its message begins. */
export const actionForms: Readonly<Record<Wording, Readonly<Record<Action, ActionForm>>>> = {
  instructions: {
    analyse: {
      instructions: `Do not answer the question yet. Say in one line which facts are needed and in which order to find them.`,
      cue: 'Plan:',
      end: '\n',
      note: 'Plan: ',
    },
    answer: {
      ...answerForm,
      instructions: `Answer the question from what you know. Give the bare answer between <answer> and </answer>.`,
      note: 'Possible answer: ',
    },
    retrieve: {
      instructions: `From the passages above, answer the newest query in the notes below, or the question where there is none. Say it in one line, and say so where the passages do not tell.`,
      cue: 'Finding:',
      end: '\n',
      note: 'Finding: ',
    },
    transform: {
      ...queryForm,
      instructions: `Write the next query for a search engine: the question reworded, a more general one, one of its parts, or what still has to be asked after the notes below. Write it between <search> and </search>.`,
      note: 'Query: ',
    },
    summarise: {
      ...answerForm,
      instructions: `Answer the question from the passages above and the notes below. Give the bare answer between <answer> and </answer>.`,
      note: 'Answer: ',
    },
  },
  compact: {
    analyse: { instructions: '', cue: ' need', end: '\n', note: ' need ' },
    answer: { ...answerForm, instructions: '', note: ' match ' },
    retrieve: { instructions: '', cue: ' result', end: '\n', note: ' result ' },
    transform: { ...queryForm, instructions: '', note: 'Question: ' },
    summarise: { ...answerForm, instructions: '', note: ' match ' },
  },
};

/** What was said along a path, a line each, each after a line break; nothing of it can pass for a tag. */
export function notesOf(path: readonly ActionStep[], wording: Wording): string {
  const forms = actionForms[wording];
  return path.map(({ action, text }) => `\n${forms[action].note}${neutraliseTags(text)}`).join('');
}
