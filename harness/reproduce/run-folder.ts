import { join } from 'node:path';

/** Where one run of a profile lies: `<profile folder>/runs/<arm>-s<seed>`. */
export function runFolder(
  profileFolder: string,
  run: { readonly arm: string; readonly seed: number },
): string {
  return join(profileFolder, 'runs', `${run.arm}-s${run.seed}`);
}
