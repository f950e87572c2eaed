/** A row with the place it was read from, for errors found after reading. */
export interface Located<T> {
  readonly value: T;
  /** `<file>:<line>`, lines from 1. */
  readonly at: string;
}
