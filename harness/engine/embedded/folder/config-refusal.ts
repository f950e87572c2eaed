import { remedy } from '../../../core/parse-json.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';

/** A `config.json` as messages speak of it. */
export interface ConfigSource {
  /** Names it in messages. */
  readonly file: string;
  /** Advice where it is broken; default: that for a model of the user's. */
  readonly mend?: string | undefined;
}

/** The first field at fault, where it stands in the file, and what could stand there. */
export interface Refusal {
  readonly path: readonly PropertyKey[];
  readonly raw: unknown;
  readonly supported: string;
}

/** The error that names file, field, the value found and what is supported. */
export function refusal(source: ConfigSource, { path, raw, supported }: Refusal): TwinZeroError {
  // A place in a list says nothing to whoever reads the file.
  const field = path.filter((key) => typeof key !== 'number').join('.');
  const found = shown(path.reduce(member, raw));
  return new TwinZeroError(
    'configuration',
    `${source.file}: ${field === '' ? 'the whole' : field} is ${found}; supported: ${supported}${remedy({ where: source.file, mend: source.mend })}`,
  );
}

function member(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

/** A value as a sentence can hold it: plain words bare, anything else as JSON that is cut where it grows long. */
function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  if (typeof value === 'string' && /^[\w.+-]{1,80}$/u.test(value)) return value;
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
