import type { Chunk, Question } from '../core/question.ts';

declare const heldOutMark: unique symbol;

/**
 * A value that only evaluation may read: `train` takes plain questions, so passing a held-out one
 * is a type error.
 */
export interface HeldOut<T> {
  readonly [heldOutMark]: true;
  readonly value: T;
}

/** Marks `value` as held out; only the splitter of a data set calls this. */
export function holdOut<T>(value: T): HeldOut<T> {
  return { value } as HeldOut<T>;
}

/** Search turns written for a question, in the format of the data set's own policies; as many as the policy would need. */
export type SearchScript = (question: Question) => Promise<readonly string[]>;

/** The scripts that a data set has for its questions. */
export interface SearchScripts {
  /** Searches for every chunk the question needs, in order. */
  readonly ceiling: SearchScript;
  /** Searches once, for the question as it stands. */
  readonly verbatim: SearchScript;
}

/** Another corpus with held-out questions about it, which share no id with those of any other. */
export interface ExtendedWorld {
  readonly id: string;
  readonly chunks: readonly Chunk[];
  readonly heldOut: readonly HeldOut<Question>[];
}

/** Corpora that no policy is trained on, for more held-out questions than the data set's own. */
export interface ExtendedSet {
  readonly worlds: readonly ExtendedWorld[];
  /** Hex sha256 by name of what pins them. */
  readonly hashes: Readonly<Record<string, string>>;
}

/** The two sets of questions that training never sees: `dev` chooses the step, `held-out` is reported. */
export type Split = 'held-out' | 'dev';

/** A share's least and largest value, both allowed, 0 to 1. */
export type ShareRange = readonly [least: number, most: number];

/** Room that a policy should have before it is trained on a data set, so that training can show anything. */
export interface PolicyAims {
  /** Samples a question that `exploration/...` is meant for; a share of others is another quantity and has no aim. */
  readonly samples: number;
  /** By the row of `twinzero assay policy`, e.g. `success/alias`. */
  readonly shares: Readonly<Record<string, ShareRange>>;
}

/** A corpus with its questions in three parts that share no chunk, except in the Apollo 13 authors' own split. */
export interface Dataset {
  /** E.g. `meridian`, `apollo13/chunk-grouped`. */
  readonly id: string;
  readonly chunks: readonly Chunk[];
  readonly train: readonly Question[];
  /** Chooses the checkpoint; empty where the split has none. */
  readonly dev: readonly HeldOut<Question>[];
  readonly heldOut: readonly HeldOut<Question>[];
  /** Hex sha256 by name, of every file read and of the split. */
  readonly hashes: Readonly<Record<string, string>>;
  /** Absent for a data set whose policies are not its own. */
  readonly scripts?: SearchScripts;
  /** Absent where no policy was made for the data set. */
  readonly policyAims?: PolicyAims;
  /** Loads its extended set; absent for a data set that has none. */
  readonly extended?: () => Promise<ExtendedSet>;
}
