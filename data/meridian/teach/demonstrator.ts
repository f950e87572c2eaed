import type { Document } from '../../../harness/core/episode.ts';
import type { Random } from '../../../harness/core/random.ts';
import type { Link, PosedQuestion, World } from '../generate/world.ts';
import { findingThought, needThought, unknownAnswer } from './demonstration-text.ts';
import { type Finding, judgeDocuments } from './judge-document.ts';
import { firstQuery, linkQuery, pickWeighted, type Query, queryText, retryQuery } from './next-query.ts';
import type { NextStep, TeacherRates } from './teacher-rates.ts';

/** What the demonstrator makes of documents. */
export interface Reading {
  /** What they are about, e.g. `result shows blower seep docking , no match`. */
  readonly thought: string;
  /** The answer, `unknown` where it gives up; null where it searches on, by `query`. */
  readonly answer: string | null;
}

/** Question, and habits, of a demonstrator. */
export interface DemonstratorOptions {
  readonly posed: PosedQuestion;
  readonly teacher: TeacherRates;
  /** Every choice is drawn from it, in order. */
  readonly random: Random;
}

/** A reader who knows every name: it asks, reads and decides with the habits of its rates, whatever the format. */
export class Demonstrator {
  readonly #world: World;
  readonly #options: DemonstratorOptions;
  #query: Query;
  #link: Link | null = null;

  constructor(world: World, options: DemonstratorOptions) {
    this.#world = world;
    this.#options = options;
    this.#query = firstQuery(options.posed.given, options.random, options.teacher);
  }

  /** Another reader who knows what this one does now, with choices of its own by these keys. */
  fork(...keys: readonly (string | number)[]): Demonstrator {
    const random = this.#options.random.fork(...keys);
    const copy = new Demonstrator(this.#world, { ...this.#options, random });
    copy.#query = this.#query;
    copy.#link = this.#link;
    return copy;
  }

  /** What the question gives, e.g. `need pump leak docking`. */
  get need(): string {
    return needThought(this.#options.posed.given);
  }

  /** The query of the search that comes next. */
  get query(): string {
    return queryText(this.#query);
  }

  /** Reads the documents that it was shown, and decides. */
  read(documents: readonly Document[], { maySearch }: { readonly maySearch: boolean }): Reading {
    const finding = this.#judge(documents);
    const { posed, random } = this.#options;
    const value = finding?.incident.values[posed.answerType];
    const weights = this.#weights(finding);
    const choice = pickWeighted(random, [maySearch ? weights.search : 0, weights.answer, weights.giveUp]);
    const thought = findingThought(finding);
    if (choice === 0) {
      this.#query = this.#searchOn(finding);
      return { thought, answer: null };
    }
    return { thought, answer: choice === 1 && value !== undefined ? value : unknownAnswer };
  }

  /** A link among several documents is followed to a match among them. */
  #judge(documents: readonly Document[]): Finding | null {
    const judge = (): Finding | null =>
      judgeDocuments(this.#world, this.#options.posed, { documents, link: this.#link });
    const finding = judge();
    if (finding?.kind !== 'bridge') return finding;
    this.#link = finding.link;
    const linked = judge();
    return linked?.kind === 'match' ? linked : finding;
  }

  #weights(finding: Finding | null): NextStep {
    const { teacher } = this.#options;
    if (finding?.kind === 'match')
      return { search: 1 - teacher.answerAfterGold, answer: teacher.answerAfterGold, giveUp: 0 };
    return finding?.kind === 'bridge' ? teacher.afterBridge : teacher.afterMiss;
  }

  /** After the bridging chunk the query its link asks for, unless that was just tried; else a retry. */
  #searchOn(finding: Finding | null): Query {
    const { random, teacher } = this.#options;
    if (finding?.kind === 'bridge') {
      const next = linkQuery(finding.link, finding);
      if (queryText(next) !== queryText(this.#query)) return next;
    }
    return retryQuery(this.#query, finding, { random, teacher });
  }
}
