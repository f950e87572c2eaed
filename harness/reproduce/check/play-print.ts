import { isAbsolute } from 'node:path';
import { canonicalJson, sha256 } from '../../core/canonical-json.ts';

/** The sha256 of each file of the models of a play, as `modelHashes` gives them. */
export type ModelHashes = Readonly<Record<string, string>>;

/**
 * The sha256 of all that decides a play, in its configuration, models and what else is given. A model outside the package
 * is named by what it holds, so that the same weights print alike in any folder of any machine.
 */
export function playPrint(play: Readonly<Record<'config', unknown>>, models: ModelHashes): string {
  const held = Object.entries(models).map(([name, hash]) => (isAbsolute(name) ? hash : `${name} ${hash}`));
  const text = canonicalJson({ ...play, models: held.sort() });
  // Longest first: one path may begin another.
  const paths = textsIn(play.config)
    .filter((path) => isAbsolute(path) && holdsModel(path, models))
    .sort((a, b) => b.length - a.length);
  return sha256(
    paths.reduce(
      (placed, path) => placed.replaceAll(JSON.stringify(path).slice(1, -1), contentHash(path, models)),
      text,
    ),
  );
}

/** The sha256 of a model: that of its file, or of the names and sha256 sums of its folder's files. */
export function contentHash(path: string, models: ModelHashes): string {
  const own = Object.entries(models).filter(([name]) => name.startsWith(`${path}/`));
  return (
    models[path] ?? sha256(canonicalJson(own.map(([name, hash]) => [name.slice(path.length + 1), hash])))
  );
}

function holdsModel(path: string, models: ModelHashes): boolean {
  return Object.keys(models).some((name) => name === path || name.startsWith(`${path}/`));
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
