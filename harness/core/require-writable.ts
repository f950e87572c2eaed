import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { accessing } from './system-refusal.ts';

/**
 * Makes a folder where there is none and checks that files can be written there: before the hours whose result they are.
 * @throws TwinZeroError `configuration` with the path and the system's reason.
 */
export function requireWritable(folder: string): Promise<void> {
  return accessing({ path: folder, doing: 'written' }, 'configuration', async () => {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  });
}
