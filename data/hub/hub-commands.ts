import { resolve } from 'node:path';
import { Command } from 'commander';
import { printError, printLine } from '../../harness/cli/print.ts';
import { sizeText } from '../../harness/cli/model-text.ts';
import { fetchHubSet } from '../../harness/data/hub-sets/fetch-hub-set.ts';
import { hubSetFolder, readFetchRecord, readHubSet } from '../../harness/data/hub-sets/hub-set.ts';
import { loadHubSet } from '../../harness/data/hub-sets/load-hub-set.ts';
import { hubAddress, hubToken } from '../../harness/data/models/hub.ts';
import { TwinZeroError } from '../../harness/core/twin-zero-error.ts';

interface FetchFlags {
  readonly from?: string;
  readonly to: string;
  readonly hub?: string;
  readonly revision?: string;
}

/** `<id>`, to stand under `twinzero data fetch`. */
export function fetchCommand(id: string): Command {
  return new Command(id)
    .description(`the questions of ${id} from the Hugging Face hub, at the commit of its manifest`)
    .option('--from <path>', 'a folder that has the files, or one file, instead of the hub')
    .option('--to <folder>', 'where they go', hubSetFolder(id))
    .option('--hub <url>', 'another hub, e.g. a mirror; default HF_ENDPOINT or https://huggingface.co')
    .option('--revision <commit>', 'another commit than the pinned one')
    .action(async ({ from, to, hub, revision }: FetchFlags) => {
      const set = await readHubSet(id);
      const shown = new Map<string, number>();
      const { record, files } = await fetchHubSet(set, {
        hub: { address: hubAddress(hub), token: hubToken() },
        folder: resolve(to),
        from,
        revision,
        onBytes({ name, bytes: all }, bytes) {
          const tenth = all === null ? Math.floor(bytes / 1e7) : Math.floor((10 * bytes) / all);
          if (shown.get(name) === tenth) return;
          shown.set(name, tenth);
          printError(`${name}: ${sizeText(bytes)}${all === null ? '' : ` of ${sizeText(all)}`}`);
        },
      });
      for (const { path, status, checked } of files)
        printLine(`${status}: ${path}${checked ? ', hash checked' : ', no hash known to check it by'}`);
      printLine(
        `commit ${record.commit ?? 'not known'}${set.revision === null ? ', recorded and not pinned' : ''}`,
      );
      for (const [name, { rows, sha256 }] of Object.entries(record.files))
        printLine(`${name}: ${rows} rows, sha256 ${sha256}`);
    });
}

/** `<id>`, to stand under `twinzero data verify`. */
export function verifyCommand(id: string): Command {
  return new Command(id)
    .description('files, rows and questions as they were fetched')
    .option('--folder <folder>', 'where the files lie', hubSetFolder(id))
    .option('--json', 'print the counts as JSON')
    .action(async ({ folder, json }: { readonly folder: string; readonly json?: boolean }) => {
      const set = await readHubSet(id);
      const record = await readFetchRecord(folder);
      if (record === null)
        throw new TwinZeroError('data', `${id} is not in ${folder}; run \`twinzero data fetch ${id}\``);
      if (set.holds === 'examples') {
        printLine(json === true ? JSON.stringify(record) : rowsText(id, record.files));
        return;
      }
      const { train, dev, heldOut } = await loadHubSet(set, { folder });
      const counts = { train: train.length, dev: dev.length, heldOut: heldOut.length };
      const said = `${id}: ${counts.train} train, ${counts.dev} dev, ${counts.heldOut} held out, as fetched at ${record.commit ?? 'no known commit'}`;
      printLine(json === true ? JSON.stringify({ ...record, ...counts }) : said);
    });
}

function rowsText(id: string, files: Readonly<Record<string, { readonly rows: number }>>): string {
  return `${id}: ${Object.entries(files)
    .map(([name, { rows }]) => `${rows} rows in ${name}`)
    .join(', ')}`;
}
