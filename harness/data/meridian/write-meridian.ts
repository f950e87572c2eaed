import { join } from 'node:path';
import { writeFileWhole } from '../write-file-whole.ts';
import { meridianFiles } from './meridian-files.ts';
import type { World } from './world.ts';

/** Writes the files of a world into `folder` and returns their paths, the manifest last. */
export async function writeMeridian(world: World, folder: string): Promise<string[]> {
  const paths: string[] = [];
  for (const [name, content] of Object.entries(meridianFiles(world))) {
    const path = join(folder, name);
    await writeFileWhole(path, content);
    paths.push(path);
  }
  return paths;
}
