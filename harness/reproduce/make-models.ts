import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson } from '../core/canonical-json.ts';
import { writeFileWhole } from '../core/write-file-whole.ts';
import { modelFolder, type Place, type RunConfig, withLock } from '../run/index.ts';

/** A model that a reproduction makes itself, because it is not shipped. */
export interface MadeModel {
  /** Everything that decides it, as data: what was made by another recipe is made again. */
  readonly recipe: () => Promise<unknown>;
  /** Writes its files into a folder that is not there. */
  readonly make: (folder: string, place: Place) => Promise<void>;
}

/** Models by the folder that configurations name, below the package. */
export type MadeModels = Readonly<Record<string, MadeModel>>;

/** The file that says by which recipe a folder was made; written last, so that none is in half a folder. */
const recipeFile = 'made.json';

/**
 * Makes the policies that configurations start from and that are not there, or were made by another recipe.
 * @param note told in a sentence what is made: it takes minutes.
 * @throws TwinZeroError `configuration` while another process makes the same; and what `make` throws.
 */
export async function makeModels(
  models: MadeModels,
  configs: readonly Pick<RunConfig, 'policy'>[],
  { place, note }: { readonly place: Place; readonly note: (text: string) => void },
): Promise<void> {
  const named = new Set(configs.flatMap(({ policy }) => ('folder' in policy ? [policy.folder] : [])));
  for (const [name, { recipe, make }] of Object.entries(models)) {
    if (!named.has(name)) continue;
    const folder = modelFolder(name);
    const now = `${canonicalJson(await recipe())}\n`;
    if ((await recipeOf(folder)) === now) continue;
    note(`making ${name}`);
    await withLock(folder, async () => {
      await rm(folder, { recursive: true, force: true });
      await make(folder, place);
      await writeFileWhole(join(folder, recipeFile), now);
    });
  }
}

/** Null for a folder that was not made whole. */
function recipeOf(folder: string): Promise<string | null> {
  return readFile(join(folder, recipeFile), 'utf8').catch(() => null);
}
