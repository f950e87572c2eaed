import type { Command } from 'commander';
import { findDatasets } from '../data/find-datasets.ts';
import { benchCommand } from './bench-command.ts';
import { compareCommand } from './compare-command.ts';
import { dataCommand } from './data-command.ts';
import { describeCommand } from './describe-command.ts';
import { doctorCommand } from './doctor-command.ts';
import { evaluateCommand } from './evaluate-command.ts';
import { listCommand } from './list-command.ts';
import { logprobsCommand } from './logprobs-command.ts';
import { reportCommand } from './report-command.ts';
import { reproduceCommand } from './reproduce-command.ts';
import { rescoreCommand } from './rescore-command.ts';
import { rolloutCommand } from './rollout-command.ts';
import { scoreCommand } from './score-command.ts';
import { trainCommand } from './train-command.ts';
import { validateCommand } from './validate-command.ts';

/** Every command, in the order help lists them. */
export async function commands(): Promise<Command[]> {
  return [
    reproduceCommand(),
    trainCommand(),
    evaluateCommand(),
    rolloutCommand(),
    compareCommand(),
    reportCommand(),
    rescoreCommand(),
    scoreCommand(),
    validateCommand(),
    listCommand(),
    describeCommand(),
    doctorCommand(),
    await dataCommand(),
    ...(await commandsOfDatasets()),
    logprobsCommand(),
    benchCommand(),
  ];
}

async function commandsOfDatasets(): Promise<Command[]> {
  const own = (await findDatasets()).flatMap((source) => Object.entries(source.commands ?? {}));
  return Promise.all(own.filter(([place]) => !place.startsWith('data ')).map(([, make]) => make()));
}
