import { expectedMinutes } from '../data/models/expected-minutes.ts';
import type { ReleasedModel } from '../data/models/model-manifest.ts';

/** A released model for people: source, revision, files, sizes, hashes, licence and minutes. */
export function modelText(model: ReleasedModel, hub: string): string {
  const { id, title, neededBy, files, repository, revision, licence, gated } = model;
  const minutes = expectedMinutes(model);
  const names = files.map(({ name, take, bytes, sha256 }) => {
    const choice = take === 'one' ? 'one of ' : '';
    return `    ${choice}${name}: ${sizeText(bytes)}, ${sha256 === null ? 'sha256 not known here: the hub says it' : `sha256 ${sha256}`}`;
  });
  return [
    `${id}: ${title}`,
    `  for ${neededBy.join(', ')}`,
    `  from ${hub}/${repository}, ${revision === null ? 'its newest revision, as none is pinned' : `revision ${revision}`}`,
    ...names,
    `  licence: ${licence ?? 'not known; read its page'}${gated ? '; its terms have to be accepted on the hub (HF_TOKEN)' : ''}`,
    `  minutes, estimated: ${minutesText(minutes.laptop)} on a laptop, ${minutesText(minutes.gpu)} on a GPU`,
  ].join('\n');
}

/** A size in kB or GB. */
export function sizeText(bytes: number | null): string {
  if (bytes === null) return 'size not known here';
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(0)} kB` : `${(bytes / 1e9).toFixed(2)} GB`;
}

function minutesText(minutes: number): string {
  return minutes < 1 ? 'under 1' : `some ${Number(minutes.toPrecision(1))}`;
}
