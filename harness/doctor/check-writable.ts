import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Finding } from './diagnosis.ts';

/** Whether `folder` can be written, or made where it does not exist; changes nothing. */
export async function checkWritable(folder: string): Promise<Finding> {
  for (let place = resolve(folder); ; place = dirname(place)) {
    try {
      if (!(await stat(place)).isDirectory())
        return { ok: false, reason: `${place} is no folder; choose another with --results` };
      await access(place, constants.W_OK);
      return { ok: true };
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'an error';
      if (code !== 'ENOENT' || place === dirname(place))
        return {
          ok: false,
          reason: `${place} cannot be written (${code}); choose another folder with --results`,
        };
    }
  }
}
