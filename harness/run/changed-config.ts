import { canonicalJson } from '../core/canonical-json.ts';
import { fieldsOf } from '../core/json-fields.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { parseRunConfig, type RunConfig } from './run-config.ts';

/** JSON values by their dotted path in a configuration: `{ 'learningRate.peak': 3e-4, 'rewards.0.weight': 2 }`. */
export type ConfigChanges = Readonly<Record<string, unknown>>;

/**
 * The changes that a part of a configuration asks for: its fields, one by one. A list, and an object that names its `kind`
 * or `name`, takes the place of the whole: what another kind has besides would not fit it.
 *
 * `{ adam: { beta1: 0.8 } }` is `{ 'adam.beta1': 0.8 }`.
 */
export function changesIn(part: Readonly<Record<string, unknown>>): ConfigChanges {
  const entries = Object.entries(part).flatMap(([key, value]) =>
    isRecord(value) && !('kind' in value) && !('name' in value)
      ? Object.entries(changesIn(value)).map(([path, inner]) => [`${key}.${path}`, inner] as const)
      : [[key, value] as const],
  );
  return Object.fromEntries(entries);
}

/**
 * A configuration with other values, checked as a whole when all of them are in.
 * @throws TwinZeroError `configuration` naming the path that leads nowhere or whose value does not fit.
 */
export function changedConfig(config: RunConfig, changes: ConfigChanges): RunConfig {
  if (Object.hasOwn(changes, 'seed'))
    throw new TwinZeroError(
      'configuration',
      '"seed" is no setting of a configuration: arms are paired by it; leave it out and give --seed or --seeds',
    );
  const changed = Object.entries(changes).reduce<unknown>(
    (whole, [path, value]) => withValue(whole, { path, at: 0, value }),
    config,
  );
  return parseRunConfig(changed);
}

/** One change under way: the steps of its path before `at` are taken. */
interface Change {
  readonly path: string;
  readonly at: number;
  readonly value: unknown;
}

function withValue(whole: unknown, { path, at, value }: Change): unknown {
  const steps = path.split('.');
  const key = steps[at];
  if (key === undefined) return value;
  const where = steps.slice(0, at).join('.');
  const inner = (of: unknown): unknown => withValue(of, { path, at: at + 1, value });
  if (key === '' || key === '__proto__')
    throw new TwinZeroError(
      'configuration',
      `"${path}" is no path of a setting; it looks like learningRate.peak`,
    );
  if (Array.isArray(whole)) {
    const list: readonly unknown[] = whole;
    if (/^\d+$/u.test(key) && Number(key) < list.length)
      return list.map((one, index) => (index === Number(key) ? inner(one) : one));
    throw new TwinZeroError(
      'configuration',
      `"${path}": ${where} is a list of ${list.length}, counted from 0`,
    );
  }
  const before = whole ?? {};
  if (isRecord(before)) return { ...before, [key]: inner(before[key]) };
  throw new TwinZeroError(
    'configuration',
    `"${path}": ${where} is ${canonicalJson(before)} and holds nothing further; shorten the path`,
  );
}

/**
 * The fields in which a configuration departs from the one that its arm declares; null for one that it lacks. Empty where
 * both are the same.
 */
export function departures(declared: RunConfig, config: RunConfig): ConfigChanges {
  const [before, now] = [fieldsOf(declared), fieldsOf(config)];
  const paths = [...new Set([...before.keys(), ...now.keys()])].filter(
    (path) => canonicalJson(before.get(path) ?? null) !== canonicalJson(now.get(path) ?? null),
  );
  return Object.fromEntries(paths.map((path) => [path, now.get(path) ?? null]));
}

/** Changes in words: `learningRate.peak = 0.0003, steps = 10`; a long value is cut. */
export function changesText(changes: ConfigChanges): string {
  return Object.entries(changes)
    .map(([path, value]) => {
      const text = canonicalJson(value);
      return `${path} = ${text.length > 60 ? `${text.slice(0, 60)}…` : text}`;
    })
    .join(', ');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
