import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { ownResults, shownResults } from '../../core/result-folders.ts';
import { printError, printLine } from '../print.ts';
import { chosenReproduction, type ReproductionFlags } from '../reproduction-flags.ts';

interface PublishFlags extends ReproductionFlags {
  readonly profile: string;
  readonly results?: string;
}

/** Place in the help. */
export const rank = 62;

/** `twinzero publish`: writes the results as a site of static pages that needs no server. */
export function publishCommand(): Command {
  return new Command('publish')
    .description('write the results as static pages that open without a server')
    .argument('<folder>', 'where the site goes; files of other names in it are left alone')
    .option('--reproduction <file>', 'the file of one of your own that is shown, too')
    .option('--profile <name>', 'the folder under results/<reproduction>/', 'default')
    .option(
      '--results <folder>',
      `where the results lie; default the committed ones of a clone, or ${ownResults}/ with --reproduction and without a clone`,
    )
    .action(publish);
}

async function publish(folder: string, flags: PublishFlags): Promise<void> {
  const own = flags.reproduction === undefined ? [] : [chosenReproduction(undefined, flags)];
  const { profile, results = own.length === 0 ? shownResults() : ownResults } = flags;
  const [{ siteSources }, { publishSite }] = await Promise.all([
    import('../../site/site-sources.ts'),
    import('../../site/publish-site.ts'),
  ]);
  const out = resolve(folder);
  await publishSite(await siteSources(own), { results, profile, out, onPage: (path) => printError(path) });
  printLine(join(out, 'index.html'));
}
