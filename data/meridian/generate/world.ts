import type { Chunk, LocatedQuestion } from '../../../harness/core/question.ts';
import type { Difficulty } from './difficulty.ts';
import type { NamedKey, NamedPart } from './named-part.ts';

/** The three kinds of value a question asks for. */
export type AnswerType = 'officer' | 'cause' | 'locker';

/** Values that a report or case file states, one of each type. */
export type Values = Readonly<Record<AnswerType, string>>;

/** Place where a report sends its reader: a later report of the same trouble, or a case file. */
export type Link =
  | { readonly kind: 'recurrence'; readonly phase: NamedPart; readonly chunkId: string }
  | { readonly kind: 'case'; readonly callSign: string; readonly chunkId: string };

/** A chunk that reports an incident: its key under the names it uses, its values, perhaps a link. */
export interface Report {
  readonly kind: 'report';
  readonly chunkId: string;
  readonly key: NamedKey;
  readonly values: Values;
  readonly link: Link | null;
}

/** A chunk that closes a case and names no part of the key. */
export interface CaseFile {
  readonly kind: 'case-file';
  readonly chunkId: string;
  readonly callSign: string;
  readonly values: Values;
}

/** Contents of one chunk, without its wording. */
export type Incident = Report | CaseFile;

/** Structure of a question, without its wording: the parts it gives and the way to its answer. */
export interface PosedQuestion {
  readonly questionId: string;
  /** Parts given with the names used, in the order component, fault, phase; two or three. */
  readonly given: readonly NamedPart[];
  readonly hop: 'single' | Link['kind'];
  readonly answerType: AnswerType;
  /** Chunks in reading order; the last holds the answer. */
  readonly chunkIds: readonly string[];
}

/** Chunk ids of the three parts; linked chunks are always in the same part. */
export interface WorldSplit {
  readonly train: readonly string[];
  readonly dev: readonly string[];
  readonly heldOut: readonly string[];
}

/** A generated archive: texts for the policy, structure for oracles and demonstrations. */
export interface World {
  readonly seed: number;
  readonly difficulty: Difficulty;
  readonly chunks: readonly Chunk[];
  /** Two per chunk, in chunk order. */
  readonly questions: readonly LocatedQuestion[];
  /** By chunk id. */
  readonly incidents: ReadonlyMap<string, Incident>;
  /** By question id. */
  readonly posed: ReadonlyMap<string, PosedQuestion>;
  readonly split: WorldSplit;
}
