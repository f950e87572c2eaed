import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { z } from 'zod';
import { parseJson } from '../core/parse-json.ts';

/** What the help without a command shows of each one, in its order. */
const overview = z.array(
  z.strictObject({
    name: z.string(),
    description: z.string(),
    /** As usage shows them, e.g. `[options] <file>`; empty for none. */
    usage: z.string(),
  }),
);

/** An `overview`. */
export type Overview = z.infer<typeof overview>;

/** Written by the build beside the compiled commands; there is none beside their source. */
const file = fileURLToPath(new URL('./overview.json', import.meta.url));

/** Takes down what the help shows of commands. */
export function overviewOf(commands: readonly Command[]): Overview {
  return commands.map((command) => {
    const [, ...usage] = command.createHelp().subcommandTerm(command).split(' ');
    return { name: command.name(), description: command.description(), usage: usage.join(' ') };
  });
}

/**
 * Commands that know what the help shows and can do nothing, so that showing it reads no code of theirs; null where the
 * build has written none, or where it knows another set of files.
 * @param names of the files of commands
 */
export function shownCommands(names: readonly string[]): readonly Command[] | null {
  if (!existsSync(file)) return null;
  const shown = parseJson(readFileSync(file, 'utf8'), overview, { where: file, mend: 'run `npm run build`' });
  if (names.some((name) => !shown.some((one) => one.name === name))) return null;
  return shown.map(({ name, description, usage }) => shownCommand(name, description, usage.split(' ')));
}

function shownCommand(name: string, description: string, usage: readonly string[]): Command {
  const command = new Command(name).description(description);
  for (const part of usage)
    if (part === '[options]') command.option('--any');
    else if (part !== '') command.argument(part);
  return command;
}
