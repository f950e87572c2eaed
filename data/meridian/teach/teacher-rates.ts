/**
 * Habits of the demonstrator: able to search, read and answer, but neither well nor stubbornly, so that
 * reinforcement has something to teach. Ours throughout; the mixture follows our prototype of such a world.
 * Triples of weights need not sum to one.
 */
export interface TeacherRates {
  /** Chance to give up before any search. */
  readonly skipSearch: number;
  /** Weights of a first query with one part, two parts, or all parts that the question gives. */
  readonly firstQueryParts: readonly [one: number, two: number, all: number];
  /** Chance that the first query has one of its parts under the other name. */
  readonly renameFirst: number;
  /** Weights of what follows a wrong chunk. */
  readonly afterMiss: NextStep;
  /** Weights of what follows the first chunk of a two-hop question; `search` asks for the second. */
  readonly afterBridge: NextStep;
  /** Chance to answer at once after the chunk that has the answer, else search once more. */
  readonly answerAfterGold: number;
  /** Chance that a retry repeats the query word by word. */
  readonly repeatQuery: number;
  /** Chance that a retry renames two parts instead of one. */
  readonly renameTwo: number;
  /** Chance that a retry renames only what the wrong chunk did not share, if anything. */
  readonly informedRename: number;
  /** Searches after which an episode must end. */
  readonly maxSearches: number;
  /** Chance that the answer breaks the format, in one of the ways of `brokenAnswers`. */
  readonly breakFormat: number;
}

/** Weights of going on, answering from the chunk at hand, and giving up. */
export interface NextStep {
  readonly search: number;
  readonly answer: number;
  readonly giveUp: number;
}

/** The mixture the shipped base policy learned from. */
export const teacherRates: TeacherRates = {
  skipSearch: 0,
  firstQueryParts: [0.35, 0.4, 0.25],
  renameFirst: 0,
  afterMiss: { search: 0.35, answer: 0.45, giveUp: 0.2 },
  afterBridge: { search: 0.35, answer: 0.45, giveUp: 0.2 },
  answerAfterGold: 0.95,
  repeatQuery: 0.3,
  renameTwo: 0.3,
  informedRename: 0.5,
  maxSearches: 5,
  breakFormat: 0,
};

/** A demonstrator that asks in full, follows every link and answers what it found. */
export const faultless: Partial<TeacherRates> = {
  firstQueryParts: [0, 0, 1],
  afterBridge: { search: 1, answer: 0, giveUp: 0 },
  answerAfterGold: 1,
};
