import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { expectedMinutes, minutesBasis } from '../../data/models/expected-minutes.ts';
import { fetchModel, type FetchRequest, planFetch, type Planned } from '../../data/models/fetch-model.ts';
import { hubAddress, hubToken } from '../../data/models/hub.ts';
import { fetchedModels, readModelManifest, type ReleasedModel } from '../../data/models/model-manifest.ts';
import { modelText, sizeText } from '../model-text.ts';
import { printError, printLine } from '../print.ts';

interface FetchFlags {
  readonly file?: string;
  readonly from?: string;
  readonly to?: string;
  readonly hub?: string;
  readonly dryRun?: boolean;
}

/** Place in the help. */
export const rank = 135;

/** `twinzero models`: lists the models that are fetched and not shipped; `models fetch` brings one. */
export function modelsCommand(): Command {
  const fetch = new Command('fetch')
    .description('bring a model onto this machine, going on where an earlier fetch ended')
    .argument('<id>', 'as `twinzero models` lists it')
    .option('--file <name>', 'which file, where one of several is needed')
    .option('--from <path>', 'a file that you have, or a folder of them, instead of the hub')
    .option(
      '--to <folder>',
      'where it goes; default a folder of its id under data/models/fetched or TWINZERO_MODELS',
    )
    .option('--hub <url>', 'another hub, e.g. a mirror; default that of the manifest or HF_ENDPOINT')
    .option('--dry-run', 'say what would be done, and do nothing')
    .action(fetchOne);
  return new Command('models')
    .description('list the released models that arms need: source, size, licence, expected minutes')
    .option('--json', 'print JSON')
    .addCommand(fetch)
    .action(async ({ json }: { readonly json?: boolean }) => {
      const { hub, models } = await readModelManifest();
      if (json === true) {
        const listed = models.map((model) => ({ ...model, minutes: expectedMinutes(model) }));
        printLine(JSON.stringify({ hub, minutesBasis, models: listed }));
      } else {
        for (const model of models) printLine(modelText(model, hub));
        printLine(`minutes: ${minutesBasis}`);
      }
    });
}

async function fetchOne(id: string, flags: FetchFlags): Promise<void> {
  const manifest = await readModelManifest();
  const model = manifest.models.find((one) => one.id === id);
  if (model === undefined)
    throw new TwinZeroError(
      'configuration',
      `there is no model "${id}"; known: ${manifest.models.map((one) => one.id).join(', ')}`,
    );
  const request = requestOf(model, flags, manifest.hub);
  if (flags.dryRun === true) {
    for (const line of planLines(await planFetch(model, request), flags.from)) printLine(line);
    return;
  }
  for (const { path, status, checked } of await fetchModel(model, request))
    printLine(`${status}: ${path}${checked ? ', hash checked' : ', no hash known to check it by'}`);
}

function requestOf({ id }: ReleasedModel, { file, from, to, hub }: FetchFlags, own: string): FetchRequest {
  const shown = new Map<string, number>();
  return {
    hub: { address: hubAddress(hub, own), token: hubToken() },
    folder: to === undefined ? join(fetchedModels(), id) : resolve(to),
    file,
    from,
    onBytes({ name, bytes: all }, bytes) {
      const percent = all === null ? Math.floor(bytes / 1e8) : Math.floor((10 * bytes) / all) * 10;
      if (shown.get(name) === percent) return;
      shown.set(name, percent);
      printError(`${name}: ${sizeText(bytes)}${all === null ? '' : ` of ${sizeText(all)}, ${percent} %`}`);
    },
  };
}

function planLines({ commit, files, unreachable }: Planned, from: string | undefined): string[] {
  const lines = files.map(({ url, path, bytes, check, name }) => {
    const source = from === undefined ? url : `${from} (${name})`;
    return `${source} -> ${path}: ${sizeText(bytes)}, ${check === null ? 'no hash known' : `${check.kind} ${check.hash}`}`;
  });
  const total = files.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
  return [
    `revision ${commit}`,
    ...lines,
    ...(total > 0 ? [`${sizeText(total)} in all`] : []),
    ...(unreachable === null ? [] : [`the hub cannot be asked for names, sizes and hashes (${unreachable})`]),
  ];
}
