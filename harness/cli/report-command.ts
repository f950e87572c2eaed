import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { packageRoot } from '../core/package-root.ts';
import type { ReportSpec } from '../report/report-spec.ts';
import { isReadmeBlockCurrent, writeReadmeBlock } from '../report/write-readme-block.ts';
import { checkReport, writeReport } from '../report/write-report.ts';
import { loadReportSpecs } from './load-report-specs.ts';

interface Options {
  readonly profile: string;
  readonly results: string;
  readonly check?: boolean;
}

/** The profile whose result the top-level README shows. */
const readmeProfile = 'default';

/** `twinzero report`: writes the tables, figures and verdicts of a result folder from its files, or checks them. */
export function reportCommand(): Command {
  return new Command('report')
    .description('write tables, figures and verdicts from the files of a result folder')
    .argument('[reproduction]', 'which one; every one with results unless told')
    .option('--profile <name>', 'the folder under results/<reproduction>/', readmeProfile)
    .option('--results <folder>', 'where the results lie', join(packageRoot(), 'results'))
    .option('--check', 'write nothing; exit 1 and name the files that would change')
    .action(async (name: string | undefined, options: Options) => {
      const specs = await loadReportSpecs(name);
      const there = specs.filter(({ id }) => existsSync(join(options.results, id, options.profile)));
      if (name === undefined && there.length === 0)
        console.error(`no results of profile ${options.profile} under ${options.results}`);
      const stale: string[] = [];
      for (const spec of name === undefined ? there : specs) stale.push(...(await reportOne(spec, options)));
      for (const path of stale) console.log(path);
      if (stale.length === 0) return;
      console.error('the files above differ from what their runs give; run twinzero report');
      process.exitCode = 1;
    });
}

/** Writes or checks one report; returns the stale files of a check. */
async function reportOne(spec: ReportSpec, { profile, results, check }: Options): Promise<string[]> {
  const folder = join(results, spec.id, profile);
  const readme = join(packageRoot(), 'README.md');
  const ofReadme =
    profile === readmeProfile && results === join(packageRoot(), 'results') && existsSync(readme);
  if (check === true) {
    const stale = (await checkReport(folder, spec)).map((file) => join(folder, file));
    if (ofReadme && !(await isReadmeBlockCurrent(readme, folder, spec))) stale.push(readme);
    return stale;
  }
  await writeReport(folder, spec);
  if (ofReadme) await writeReadmeBlock(readme, folder, spec);
  console.log(join(folder, 'README.md'));
  return [];
}
