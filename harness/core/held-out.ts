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
