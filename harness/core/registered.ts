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
 * Looks a registered part up.
 * @throws TwinZeroError `configuration` when no reproduction at hand brings it.
 */
export function registered<Part>(parts: Readonly<Record<string, Part>>, name: string, what: string): Part {
  const part = parts[name];
  if (part !== undefined) return part;
  const known = Object.keys(parts);
  throw new TwinZeroError(
    'configuration',
    `there is no ${what} "${name}" here; ${known.length === 0 ? 'this reproduction brings none' : `this reproduction brings ${known.join(', ')}`}`,
  );
}
