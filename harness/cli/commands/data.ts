import { Command } from 'commander';
import { findDatasets } from '../../data/find-datasets.ts';
import { checkCommand, overlapCommand } from '../own-data-commands.ts';

const verbs = {
  fetch: 'bring a data set onto this machine',
  verify: 'check a data set and print what it holds',
  generate: 'write a data set from its program',
} as const;

/** Place in the help. */
export const rank = 130;

/** `twinzero data fetch|verify|generate <data set>`, each data set hanging its own command under a verb; `check`, `overlap`. */
export async function dataCommand(): Promise<Command> {
  const command = new Command('data').description('fetch, check or generate data sets');
  const sources = await findDatasets();
  for (const [verb, description] of Object.entries(verbs)) {
    const under = new Command(verb).description(description);
    for (const source of sources) {
      const make = source.commands?.[`data ${verb}`];
      if (make !== undefined) under.addCommand(await make());
    }
    command.addCommand(under);
  }
  return command.addCommand(checkCommand()).addCommand(overlapCommand());
}
