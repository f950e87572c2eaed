import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { referenceRows, type ReferenceRow } from '../evaluate/reference-rows.ts';
import type { EngineChoice } from './engine-choice.ts';
import type { ProfileName, Reproduction } from './reproduction.ts';
import { withPlayer } from './with-player.ts';

/** Plays the reference rows on both evaluation splits and writes `sanity.json`. */
export async function writeSanity(
  reproduction: Reproduction,
  options: { readonly folder: string; readonly profile: ProfileName; readonly engine: EngineChoice },
): Promise<void> {
  const profile = reproduction.profiles[options.profile];
  const seed = profile.seeds[0] ?? 1;
  const rows: ReferenceRow[] = [];
  await withPlayer(reproduction, { engine: options.engine, profile }, async ({ setting, player }) => {
    const { dataset, judge, protocol, scripts } = setting;
    const { train, chunks, heldOut, dev } = dataset;
    const shared = { player, judge, seed, world: { protocol, train, chunks, scripts: scripts() } };
    rows.push(...(await referenceRows({ ...shared, split: 'held-out', questions: heldOut })));
    rows.push(...(await referenceRows({ ...shared, split: 'dev', questions: dev })));
  });
  await mkdir(options.folder, { recursive: true });
  const path = join(options.folder, 'sanity.json');
  await writeFile(`${path}.partial`, `${JSON.stringify(rows, null, 1)}\n`);
  await rename(`${path}.partial`, path);
}
