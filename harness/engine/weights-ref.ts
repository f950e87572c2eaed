import { z } from 'zod';
import { TwinZeroError } from '../core/twin-zero-error.ts';

/** Saved weights: a folder of this machine, or a name on the server that keeps them. */
export const weightsRef = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('folder'), folder: z.string().min(1) }),
  z.strictObject({ kind: z.literal('named'), name: z.string().min(1) }),
]);

/** A `weightsRef`. */
export type WeightsRef = Readonly<z.infer<typeof weightsRef>>;

/** The reference to a folder. */
export function inFolder(folder: string): WeightsRef {
  return { kind: 'folder', folder };
}

/**
 * The folder of a reference.
 * @throws TwinZeroError `configuration` when the weights are on a server.
 */
export function folderOf(ref: WeightsRef): string {
  if (ref.kind === 'folder') return ref.folder;
  throw new TwinZeroError(
    'configuration',
    `the weights "${ref.name}" are on a server, and this engine loads folders: export them to a folder first`,
  );
}
