import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeUtf8 } from '../core/decode-utf8.ts';
import { writeFileWhole } from '../core/write-file-whole.ts';
import type { PolicyAssay } from '../reproduce/assay-policy.ts';
import { assayFile } from '../run/index.ts';
import { policyAssayText } from './policy-assay-text.ts';

const heading = '\n## Before any training\n';

/** Writes what an assay found into the folder of its policy: `assay.json`, and the last section of its card. */
export async function writeAssay(folder: string, found: PolicyAssay): Promise<void> {
  const card = join(folder, 'README.md');
  const text = decodeUtf8(await readFile(card), { file: card });
  await writeFileWhole(join(folder, assayFile), `${JSON.stringify(found, null, 1)}\n`);
  await writeFileWhole(card, withAssay(text, found));
}

/** A card with the section of an assay in the place of an earlier one. */
export function withAssay(card: string, found: PolicyAssay): string {
  const [making = ''] = card.split(heading);
  // Prettier would pad the table.
  const section = ['<!-- prettier-ignore-start -->', policyAssayText(found), '<!-- prettier-ignore-end -->'];
  return `${making.trimEnd()}\n${heading}\n${section.join('\n\n')}\n`;
}
