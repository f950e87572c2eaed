import { join } from 'node:path';
import { writeFileWhole } from '../core/write-file-whole.ts';
import { referenceRows } from '../baseline/index.ts';
import { changedConfig, type ConfigChanges, openKit, type Place } from '../run/index.ts';
import { type ProfileName, profileOf, type Reproduction } from './reproduction.ts';

/** Settings of a configuration that decide what a policy meets which is played and not trained. */
const played = new Set(['dataset', 'protocol', 'search', 'judge', 'limits']);

/**
 * Plays the reference rows of the base configuration on both evaluation splits and writes `sanity.json`: under the
 * changes of the runs beside them, as far as these decide what a reference row meets.
 */
export async function writeSanity(
  reproduction: Reproduction,
  {
    folder,
    profile: name,
    place,
    changes,
  }: {
    readonly folder: string;
    readonly profile: ProfileName;
    readonly place: Place;
    readonly changes: ConfigChanges;
  },
): Promise<void> {
  const profile = profileOf(reproduction, name);
  const seed = profile.seeds[0] ?? 1;
  const met = Object.entries(changes).filter(([path]) => played.has(path.split('.')[0] ?? ''));
  const config = changedConfig(reproduction.base({ seed, profile }), Object.fromEntries(met));
  const kit = await openKit(config, place, reproduction.brings);
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
