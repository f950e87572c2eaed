import { Command } from 'commander';
import { parseCount } from '../parse-number.ts';

/** Flags of `episodes`. */
interface EpisodesFlags {
  readonly wrong?: boolean;
  readonly kind?: string;
  readonly arm?: string;
  readonly step?: number;
  readonly json?: boolean;
}

const notes = `
RUN is the folder of a run, or a result folder with runs/ below it, whose arms --arm chooses from. An episode is wrong
where the run's reward "correctness" is 0 or, in a run without one, where its answer equals no gold answer after
normalisation; a failed episode is neither right nor wrong. On a terminal one episode is shown at a time: n or space for
the next, p for the one before, q to leave. Elsewhere all are printed, one after another.`;

/** Place in the help. */
export const rank = 45;

/** `twinzero episodes`: the training episodes that runs have kept, to be read by people. */
export function episodesCommand(): Command {
  return new Command('episodes')
    .description('browse the training episodes of runs: turns, rewards, advantage')
    .argument('<run>', 'e.g. runs/rezero/quick/runs/rezero-s1')
    .option('--wrong', 'only those that ended without the right answer')
    .option('--kind <name>', 'only questions of this kind, e.g. alias')
    .option('--arm <name>', 'only runs of this arm')
    .option('--step <n>', 'only this step of training', parseCount)
    .option('--json', 'print the rows as they are stored, one JSON object a line')
    .addHelpText('after', notes)
    .action(async (folder: string, flags: EpisodesFlags) => {
      const { showEpisodes } = await import('../show-episodes.ts');
      await showEpisodes(folder, flags);
    });
}
