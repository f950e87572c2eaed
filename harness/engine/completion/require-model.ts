import { TwinZeroError } from '../../core/twin-zero-error.ts';

/**
 * Refuses the answer of another model than the one asked for. A dated or tagged name of it is the same model, e.g.
 * `gpt-4o-2024-08-06` or `llama3.2:latest`; a server that names none, or is asked for none, is believed.
 * @throws TwinZeroError `engine` with both names.
 */
export function requireModel(asked: string, answered: string | null | undefined): void {
  if (asked === '' || answered === null || answered === undefined || answered === '') return;
  const rest = answered.startsWith(asked) ? answered.slice(asked.length) : null;
  if (rest === '' || (rest !== null && /^(?:-\d{4}|[:@])/u.test(rest))) return;
  throw new TwinZeroError(
    'engine',
    `the completion server answers as the model ${JSON.stringify(answered.slice(0, 200))} where ${JSON.stringify(asked)} was asked; serve that model, or name the one that is served`,
  );
}
