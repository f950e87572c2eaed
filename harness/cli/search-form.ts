import { resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import type { Place } from '../run/index.ts';
import {
  type DenseSpec,
  type DenseWay,
  denseWays,
  type SearchSpec,
  searchSpec,
  webServices,
} from '../search/index.ts';

/** A search as a flag names it. */
export interface NamedSearch {
  readonly spec: SearchSpec;
  /** Address of its server; null for a search of this process. */
  readonly url: string | null;
}

const ways = Object.keys(denseWays).join(', ');

/** The forms in which a flag names a search, for its help. */
export const searchForms = `bm25, oracle, a search of the web by its kind, JSON as in run.json, retriever:URL#NAME, lancedb:DIR#BY (text, vector or hybrid; default text), dense:DIR#WAY or dense-hub:OWNER/NAME@REVISION#WAY, with WAY one of ${ways}; default mean`;

/**
 * Reads a search such as `dense:/models/e5-base-v2#e5`: the one place where a flag becomes the specification of one.
 * Paths are taken from the current folder.
 * @throws InvalidArgumentError for any other form, and with the words of `searchSpec` for what it does not know.
 */
export function parseSearchForm(text: string): NamedSearch {
  const web = [...webServices().keys()].find((kind) => kind === text);
  if (web !== undefined) return inProcess({ kind: web });
  if (text === 'bm25' || text === 'oracle') return inProcess({ kind: text });
  if (text.startsWith('{')) return inProcess(checked(parsed(text)));
  const [, form = '', value = '', mark] =
    /^(dense|dense-hub|lancedb|retriever):([^#]+)(?:#(.*))?$/su.exec(text) ?? [];
  const make = forms.get(form);
  if (make === undefined) throw new InvalidArgumentError(`give ${searchForms}.`);
  return make(value, mark);
}

/**
 * Reads an encoder and the way to use it, e.g. `dense:/models/e5-base-v2#e5`.
 * @throws InvalidArgumentError for a search that is none, and as `parseSearchForm`.
 */
export function parseEncoderForm(text: string): DenseSpec {
  const { spec } = parseSearchForm(text);
  if (spec.kind === 'dense') return spec;
  throw new InvalidArgumentError('give dense:DIR#WAY or dense-hub:OWNER/NAME@REVISION#WAY.');
}

/** Forms of a kind with a value and, behind `#`, a mark. */
const forms: ReadonlyMap<string, (value: string, mark: string | undefined) => NamedSearch> = new Map([
  ['dense', (value, mark) => inProcess(dense({ kind: 'onnx', folder: resolve(value) }, mark))],
  ['dense-hub', (value, mark) => inProcess(dense(onHub(value), mark))],
  [
    'lancedb',
    (value, mark = 'text') => inProcess(checked({ kind: 'lancedb', folder: resolve(value), by: mark })),
  ],
  [
    'retriever',
    (value, mark = 'served') => ({ spec: checked({ kind: 'retriever', name: mark }), url: value }),
  ],
]);

function inProcess(spec: SearchSpec): NamedSearch {
  return { spec, url: null };
}

function onHub(value: string): object {
  const [model, revision] = value.split('@', 2);
  return { kind: 'onnx-hub', model, ...(revision !== undefined && { revision }) };
}

/** The part of a place that a search needs. */
export function searchPlace(search: NamedSearch | undefined): Pick<Place, 'retriever'> {
  return search === undefined || search.url === null ? {} : { retriever: { url: search.url } };
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
