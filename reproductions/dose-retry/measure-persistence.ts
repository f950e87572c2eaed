import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileWhole } from '../../harness/core/write-file-whole.ts';
import type { PolicyAssaysFile } from '../../harness/report/index.ts';
import { assayPolicy } from '../../harness/reproduce/assay-policy.ts';
import {
  armsOf,
  type ProfileName,
  profileOf,
  type Reproduction,
} from '../../harness/reproduce/reproduction.ts';
import { modelFolder, type Place } from '../../harness/run/index.ts';
import { armsAt } from './arms.ts';
import { persistences, policyOf } from './persistence.ts';

/** Searches that miss are frequent: sixteen samples of some 180 questions make over a thousand of them. */
const size = { samples: 16, questions: 120, heldOut: false, seed: 1 } as const;

/**
 * Writes `policy-assays.json`: the rows of `twinzero assay policy` of the base policies that a profile starts from,
 * on training and dev questions.
 */
export async function writePersistence(
  reproduction: Reproduction,
  { folder, place, profile }: PersistencePlace,
): Promise<void> {
  const policies: PolicyAssaysFile['policies'][number][] = [];
  const arms = armsOf(reproduction, profile).map(({ id }) => id);
  const { seeds } = profileOf(reproduction, profile);
  const measured = persistences
    .filter((one) => arms.includes(armsAt(one).control))
    .flatMap((one) => seeds.map((seed) => policyOf(one, seed)));
  for (const [id, { persistence, folder: model }] of new Map(measured.map((one) => [one.id, one]))) {
    const request = { ...size, arm: armsAt(persistence).control, model: modelFolder(model), place };
    const { rows } = await assayPolicy(reproduction, request);
    policies.push({
      id,
      rows: rows.map((row) => ({ id: row.id, share: row.share, cases: row.cases, questions: row.questions })),
    });
  }
  const file: PolicyAssaysFile = { schema: 1, samples: size.samples, policies };
  await mkdir(folder, { recursive: true });
  await writeFileWhole(join(folder, 'policy-assays.json'), `${JSON.stringify(file, null, 1)}\n`);
}

/** Place of the file and of the engine, and which policies. */
export interface PersistencePlace {
  readonly folder: string;
  readonly place: Place;
  readonly profile: ProfileName;
}
