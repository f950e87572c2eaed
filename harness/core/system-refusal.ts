import { type ErrorKind, TwinZeroError } from './twin-zero-error.ts';

/** Advice by code of the operating system; any other code is left to whoever reads the sentence. */
const remedies: Readonly<Record<string, string>> = {
  ENOSPC: 'free some space or choose another folder',
  EDQUOT: 'free some space or choose another folder',
  EROFS: 'choose a folder that can be written',
  EACCES: 'check its permissions or choose another folder',
  EPERM: 'check its permissions or choose another folder',
  EISDIR: 'a folder stands where a file belongs, so move it away',
  ENOTDIR: 'a file stands where a folder belongs, so move it away',
  EEXIST: 'a file stands where a folder belongs, so move it away',
};

/** A file or folder and what is done with it, as it stands in the sentence. */
export interface Access {
  readonly path: string;
  readonly doing: 'read' | 'written';
  /** Default: by the code of the operating system. */
  readonly mend?: string | undefined;
}

/**
 * Runs `work`, which reads or writes `path`.
 * @throws TwinZeroError of `kind` where the operating system refuses: path, its reason and what to do in one sentence;
 * whatever else `work` throws passes through.
 */
export async function accessing<T>(
  { path, doing, mend }: Access,
  kind: ErrorKind,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const code = codeOf(cause);
    if (code === null) throw cause;
    // Node's message goes on with the call and the path, which the sentence names already.
    const [reason] = (cause as Error).message.split(',');
    const advice = mend ?? remedies[code] ?? 'check that path and its permissions';
    throw new TwinZeroError(kind, `${path} cannot be ${doing} (${reason}): ${advice}`, { cause });
  }
}

/** The operating system's code of an error, e.g. `ENOSPC`; null where it was not the operating system. */
export function codeOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return null;
  return String(error.code);
}
