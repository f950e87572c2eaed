import { resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { type DenseWay, denseWays, type SearchSpec, searchSpec, webServices } from '../search/index.ts';

const ways = Object.keys(denseWays).join(', ');

/** The forms in which a flag names a search, for its help. */
export const searchForms = `bm25, oracle, a search of the web by its kind, JSON as in run.json, dense:DIR#WAY or dense-hub:OWNER/NAME@REVISION#WAY, with WAY one of ${ways}; default mean`;

/**
 * Reads a search such as `dense:/models/e5-base-v2#e5`: the one place where a flag becomes the specification of one.
 * Paths are taken from the current folder.
 * @throws InvalidArgumentError for any other form, and with the words of `searchSpec` for what it does not know.
 */
export function parseSearchForm(text: string): SearchSpec {
  if (text === 'bm25' || text === 'oracle') return { kind: text };
  const web = [...webServices().keys()].find((kind) => kind === text);
  if (web !== undefined) return { kind: web };
  if (text.startsWith('{')) return checked(parsed(text));
  const [, form, name = '', way] = /^(dense|dense-hub):([^#]+)(?:#(.*))?$/su.exec(text) ?? [];
  if (form === 'dense') return dense({ kind: 'onnx', folder: resolve(name) }, way);
  if (form !== 'dense-hub') throw new InvalidArgumentError(`give ${searchForms}.`);
  const [model, revision] = name.split('@', 2);
  return dense({ kind: 'onnx-hub', model, ...(revision !== undefined && { revision }) }, way);
}

function dense(model: object, name = 'mean'): SearchSpec {
  const way: DenseWay | undefined = new Map(Object.entries<DenseWay>(denseWays)).get(name);
  if (way === undefined) throw new InvalidArgumentError(`there is no way "${name}" to embed; give ${ways}.`);
  return checked({ kind: 'dense', model, ...way });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidArgumentError('give JSON such as {"kind":"serpapi","language":"en"}.');
  }
}

function checked(spec: unknown): SearchSpec {
  const read = searchSpec.safeParse(spec);
  if (read.success) return read.data;
  const problems = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new InvalidArgumentError(`no such search can be opened (${problems.join('; ')}).`);
}
