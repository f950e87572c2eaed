import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sanityRows, type SanityRow } from '../evaluate/sanity-rows.ts';
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
  const rows: SanityRow[] = [];
  await withPlayer(reproduction, { engine: options.engine, profile }, async ({ setting, player }) => {
    const { dataset, judge, scripts } = setting;
    const { train, chunks } = dataset;
    const shared = { player, judge, seed, train, chunks, scripts: scripts() };
    rows.push(...(await sanityRows({ ...shared, split: 'held-out', questions: dataset.heldOut })));
    rows.push(...(await sanityRows({ ...shared, split: 'dev', questions: dataset.dev })));
  });
  await mkdir(options.folder, { recursive: true });
  const path = join(options.folder, 'sanity.json');
  await writeFile(`${path}.partial`, `${JSON.stringify(rows, null, 1)}\n`);
  await rename(`${path}.partial`, path);
}
