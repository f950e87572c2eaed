import { join } from 'node:path';
import { writeFileWhole } from '../core/write-file-whole.ts';
import { referenceRows } from '../baseline/index.ts';
import { openKit, type Place } from '../run/index.ts';
import { profileNamed, type ProfileName, type Reproduction } from './reproduction.ts';

/** Plays the reference rows of the base configuration on both evaluation splits and writes `sanity.json`. */
export async function writeSanity(
  reproduction: Reproduction,
  {
    folder,
    profile: name,
    place,
  }: { readonly folder: string; readonly profile: ProfileName; readonly place: Place },
): Promise<void> {
  const profile = profileNamed(reproduction, name);
  const seed = profile.seeds[0] ?? 1;
  const kit = await openKit(reproduction.base({ seed, profile }), place, reproduction.brings);
  try {
    const rows = [
      ...(await referenceRows(kit, 'held-out', seed)),
      ...(await referenceRows(kit, 'dev', seed)),
    ];
    await writeFileWhole(join(folder, 'sanity.json'), `${JSON.stringify(rows, null, 1)}\n`);
  } finally {
    await kit.close();
  }
}
