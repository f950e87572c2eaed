import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Command } from 'commander';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { findDatasets } from '../data/find-datasets.ts';
import { shownCommands } from './overview.ts';

/** Exports of `commands/<name>.ts`: `rank`, its place in the help, and `<name>Command`, which makes it and reads nothing. */
type CommandModule = Readonly<Record<string, unknown>> & { readonly rank?: number };

/** Place of the commands that data sets bring, behind `data`. */
const datasetsRank = 140;

const folder = fileURLToPath(new URL('./commands/', import.meta.url));
const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';

/**
 * The commands that a command line needs: the one it begins with, which spares reading the code of all others; what the
 * help shows of every one where it names none; every one otherwise; none for the version.
 * @throws TwinZeroError `internal` for a file that does not make a command of its name.
 */
export async function commandsFor(args: readonly string[]): Promise<readonly Command[]> {
  const [wanted] = args;
  if (wanted === '--version' || wanted === '-V') return [];
  const names = await commandNames();
  if (wanted !== undefined && names.includes(wanted)) return [(await commandNamed(wanted)).command];
  const shown = shownCommands(names);
  if (shown !== null && !shown.some((command) => args.includes(command.name()))) return shown;
  const own = await commandsOfDatasets();
  const ofDataset = own.find((command) => command.name() === wanted);
  return ofDataset === undefined ? inOrder(names, own) : [ofDataset];
}

/** Every command, in the order of the help. */
export async function everyCommand(): Promise<readonly Command[]> {
  return inOrder(await commandNames(), await commandsOfDatasets());
}

async function inOrder(names: readonly string[], own: readonly Command[]): Promise<readonly Command[]> {
  const ranked = [
    ...(await Promise.all(names.map(commandNamed))),
    ...own.map((command) => ({ command, rank: datasetsRank })),
  ];
  return ranked.toSorted((a, b) => a.rank - b.rank).map(({ command }) => command);
}

async function commandNames(): Promise<string[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith(extension));
  const names = files.map((name) => name.slice(0, -extension.length));
  return names.filter((name) => !name.includes('.')).sort();
}

async function commandNamed(name: string): Promise<{ readonly command: Command; readonly rank: number }> {
  const path = join(folder, name + extension);
  const { rank, [`${name}Command`]: make } = (await import(pathToFileURL(path).href)) as CommandModule;
  if (rank !== undefined && typeof make === 'function') {
    const command = (await make()) as Command;
    if (command.name() === name) return { command, rank };
  }
  throw new TwinZeroError(
    'internal',
    `${path} must export its rank and ${name}Command, which makes the command "${name}"`,
  );
}

async function commandsOfDatasets(): Promise<Command[]> {
  const own = (await findDatasets()).flatMap((source) => Object.entries(source.commands ?? {}));
  return Promise.all(own.filter(([place]) => !place.startsWith('data ')).map(([, make]) => make()));
}
