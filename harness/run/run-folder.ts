import { existsSync } from 'node:fs';
import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';

/** Folder of one run of a profile: `<profile folder>/runs/<arm>-s<seed>`. */
export function runFolder(
  profileFolder: string,
  run: { readonly arm: string; readonly seed: number },
): string {
  return join(profileFolder, 'runs', `${run.arm}-s${run.seed}`);
}

/** The run folders of a profile, sorted; none where nothing was run. */
export async function runFolders(profileFolder: string): Promise<string[]> {
  const folder = join(profileFolder, 'runs');
  const entries = existsSync(folder) ? await readdir(folder, { withFileTypes: true }) : [];
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return names.sort().map((name) => join(folder, name));
}

/**
 * Keeps what an earlier reproduction left, all of it: renames `folder` to `<folder>.previous`, or where that is taken
 * to `<folder>.2.previous` and so on.
 * @returns the new name; null when there was nothing.
 */
export async function moveAside(folder: string): Promise<string | null> {
  if (!existsSync(folder)) return null;
  let target = `${folder}.previous`;
  for (let number = 2; existsSync(target); number += 1) target = `${folder}.${number}.previous`;
  await rename(folder, target);
  return target;
}
