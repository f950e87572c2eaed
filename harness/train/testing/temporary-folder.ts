import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'mocha';

/** Gives new folders for the tests of one `describe`, removed after them. */
export function temporaryFolders(): () => string {
  const made: string[] = [];
  after(() => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })));
  return () => {
    const folder = mkdtempSync(join(tmpdir(), 'twinzero-train-'));
    made.push(folder);
    return folder;
  };
}
