/** A place in the authors' code that a part of ours follows or leaves. */
export interface AuthorsLine {
  /** The part, as a noun: `retry reward`. */
  readonly what: string;
  /** Path in the authors' repository. */
  readonly file: string;
  /** E.g. `242-346`, or `87`. */
  readonly lines: string;
  /** Abbreviated, as the repository has it. */
  readonly commit: string;
  /** Path of our part from the root of the repository. */
  readonly ours: string;
}

/** The authors' repository with the places in it that ours was read against. */
export interface AuthorsCode {
  /** Address without a slash at its end: `https://github.com/menloresearch/ReZero`. */
  readonly repository: string;
  readonly lines: readonly AuthorsLine[];
}

/** Address of a place, at which GitHub marks the lines. */
export function lineAddress(repository: string, { file, lines, commit }: AuthorsLine): string {
  const [first = '', last = first] = lines.split('-');
  return `${repository}/blob/${commit}/${file}#L${first}${last === first ? '' : `-L${last}`}`;
}
