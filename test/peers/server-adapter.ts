import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Takes the adapter with which SkyRL began a model out of its checkpoints, as a PEFT folder: its A is drawn by another
 * rule than PEFT's, wider by sqrt(6 / layers), and with it every step is longer.
 * @param checkpoints folder of `--checkpoints-base`
 * @returns false where no model was published yet
 */
export function extractServerAdapter(checkpoints: string, folder: string): boolean {
  const first = readdirSync(checkpoints, { recursive: true, encoding: 'utf8' }).find((path) =>
    path.endsWith(join('sampler_weights', 'ss1_seq1.tar.gz')),
  );
  if (first === undefined) return false;
  mkdirSync(folder, { recursive: true });
  const flat = ['--transform', 's#.*/##', '-C', folder];
  const { status, stderr } = spawnSync('tar', ['-xzf', join(checkpoints, first), ...flat], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  const file = join(folder, 'adapter_config.json');
  // SkyRL leaves out which matrices it adapts: all of them.
  const config = { ...(JSON.parse(readFileSync(file, 'utf8')) as object), target_modules: 'all-linear' };
  writeFileSync(file, JSON.stringify(config));
  return true;
}
