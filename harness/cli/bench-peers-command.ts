import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { modelShapes, type ShapeName, shapeNames } from '../bench/model-shapes.ts';
import { comparePeers, type PeerOptions } from '../bench/peers/compare-peers.ts';
import { peerLines } from '../bench/peers/peer-lines.ts';
import { writeRandomFolder } from '../bench/random-folder.ts';
import { writeFileWhole } from '../core/write-file-whole.ts';
import { describeMachine } from '../run/index.ts';
import { parseCount } from './parse-number.ts';
import { printLine } from './print.ts';

interface PeerFlags extends Omit<PeerOptions, 'folder'> {
  readonly model?: string;
  readonly shape: ShapeName;
  readonly json?: string;
}

/** `twinzero bench peers`: the embedded engine's speed over that of PyTorch's eager mode, measured in turn. */
export function benchPeersCommand(): Command {
  return new Command('peers')
    .description("measure the embedded engine's speed on the CPU against PyTorch and transformers, in turn")
    .option('--python <path>', 'Python with torch and transformers; skipped where it has none', 'python3')
    .addOption(
      new Option('--model <dir>', 'Hugging Face folder; default random weights of a shape').conflicts(
        'shape',
      ),
    )
    .addOption(new Option('--shape <name>', 'shape of a model').choices(shapeNames).default('reference'))
    .option('--threads <n>', 'CPU threads of a process', parseCount, availableParallelism())
    .option('--processes <n>', 'processes side by side on each side', parseCount, 1)
    .option('--rounds <n>', 'measured rounds of each', parseCount, 5)
    .option('--sequences <n>', 'sequences of a training step', parseCount, 32)
    .option('--tokens <n>', 'tokens of each', parseCount, 256)
    .option('--lanes <n>', 'sequences decoded together', parseCount, 64)
    .option('--context <n>', 'tokens to decode to, above 10', parseCount, 250)
    .option('--json <file>', 'write the result with machine and commit, e.g. results/bench/peers.json')
    .action(async (flags: PeerFlags) => {
      const scratch = await mkdtemp(join(tmpdir(), 'twinzero-peers-'));
      try {
        await run(flags, scratch);
      } finally {
        await rm(scratch, { recursive: true });
      }
    });
}

async function run({ model, shape, json, ...flags }: PeerFlags, scratch: string): Promise<void> {
  if (model === undefined) await writeRandomFolder(scratch, modelShapes[shape]);
  const options = { ...flags, folder: model ?? scratch };
  const comparison = await comparePeers(options);
  printLine(peerLines(comparison, options).join('\n'));
  if (json === undefined || 'skipped' in comparison) return;
  const report = { model: model ?? shape, ...flags, ...comparison };
  const { versions, ...machine } = await describeMachine();
  const whole = { ...report, versions: { ...versions, ...comparison.versions }, ...machine };
  await writeFileWhole(json, `${JSON.stringify(whole, null, 2)}\n`);
}
