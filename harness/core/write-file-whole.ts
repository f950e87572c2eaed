import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { accessing } from './system-refusal.ts';

/**
 * Writes a file under a temporary name beside it and renames it, making the folder where needed: a reader, or
 * a run killed half-way, sees the old file or the new one and never a part.
 * @throws TwinZeroError `data` naming the path where the operating system refuses.
 */
export async function writeFileWhole(path: string, content: string | Uint8Array): Promise<void> {
  const part = `${path}.${process.pid}.part`;
  await accessing({ path, doing: 'written' }, 'data', async () => {
    await mkdir(dirname(path), { recursive: true });
    try {
      await writeFile(part, content);
      await rename(part, path);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
  });
}
