/**
 * Every kind of error TwinZero raises; anything else that escapes is a defect. `budget`: money that was set aside is
 * spent, which ends a run before its last step and loses nothing of it.
 */
export type ErrorKind = 'configuration' | 'data' | 'search' | 'engine' | 'judge' | 'budget' | 'internal';

/** An error whose message says what is wrong, where, and what to do. */
export class TwinZeroError extends Error {
  override readonly name = 'TwinZeroError';
  readonly kind: ErrorKind;

  constructor(kind: ErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
