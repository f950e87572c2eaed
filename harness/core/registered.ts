import { z } from 'zod';
import { TwinZeroError } from './twin-zero-error.ts';

/** The name of a part that belongs to one reproduction, `<reproduction>/<name>`, e.g. `zerosearch/mispaired`. */
export const registeredName = z
  .templateLiteral([z.string(), '/', z.string()])
  .refine(
    (name) => /^[a-z0-9-]+\/[a-z0-9-]+$/u.test(name),
    'must be a known kind, or <reproduction>/<name> of one that a reproduction brings',
  );

/**
 * The schema of a part: `brought` where its `kind` has a slash, as a registered name has, else `known`. A union of the
 * two would answer every fault inside them with "Invalid input".
 */
export function knownOrBrought<Known extends z.ZodType, Brought extends z.ZodType>(
  known: Known,
  brought: Brought,
): z.ZodType<z.output<Known> | z.output<Brought>> {
  return z.unknown().transform((value, { issues }) => {
    const read = (isBrought(value) ? brought : known).safeParse(value);
    if (read.success) return read.data;
    for (const { path, message } of read.error.issues)
      issues.push({ code: 'custom', path, message, input: value });
    return z.NEVER;
  });
}

function isBrought(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  return typeof value.kind === 'string' && value.kind.includes('/');
}

/**
 * Looks a registered part up.
 * @throws TwinZeroError `configuration` when no reproduction at hand brings it.
 */
export function registered<Part>(parts: Readonly<Record<string, Part>>, name: string, what: string): Part {
  const part = Object.hasOwn(parts, name) ? parts[name] : undefined;
  if (part !== undefined) return part;
  const known = Object.keys(parts);
  throw new TwinZeroError(
    'configuration',
    `there is no ${what} "${name}" here; ${known.length === 0 ? 'this reproduction brings none' : `this reproduction brings ${known.join(', ')}`}`,
  );
}
