import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { writeFileWhole } from '../core/write-file-whole.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { parseCount, parseNames } from './parse-number.ts';
import { printError, printLine } from './print.ts';

interface PartFlags {
  readonly parts?: readonly string[];
  readonly rounds: number;
  readonly roundMs: number;
  readonly against?: string;
  readonly to?: string;
}

/** `twinzero bench parts`: how the cost of each part of the harness grows, and how it compares with another checkout. */
export function benchPartsCommand(): Command {
  return new Command('parts')
    .description('measure every part of the harness as lanes, context, models, corpora and runs grow')
    .option('--parts <names>', 'beginnings of their names, separated by commas, e.g. decode,BM25', parseNames)
    .option('--rounds <n>', 'measured rounds of each size', parseCount, 5)
    .option('--round-ms <n>', 'least time of a round', parseCount, 150)
    .option('--against <checkout>', 'another built checkout, measured in turn with this one')
    .option('--to <folder>', 'write parts.csv, parts.json and parts.svg there, e.g. results/bench')
    .action(run);
}

async function run({ parts: names, rounds, roundMs, against, to }: PartFlags): Promise<void> {
  const [{ parts }, { measureParts }, { openSide }, { partLine }] = await Promise.all([
    import('../bench/parts/parts.ts'),
    import('../bench/parts/measure-parts.ts'),
    import('../bench/parts/part-side.ts'),
    import('../bench/parts/parts-files.ts'),
  ]);
  const chosen = parts.filter(({ id }) => names === undefined || names.some((name) => id.startsWith(name)));
  if (chosen.length === 0)
    throw new TwinZeroError(
      'configuration',
      `no part begins so; known: ${parts.map(({ id, grows }) => `${id} (by ${grows})`).join(', ')}`,
    );
  const own = openSide();
  const other = against === undefined ? null : openSide(against);
  try {
    const bench = await measureParts(other === null ? [own] : [own, other], {
      parts: chosen,
      rounds,
      roundMs,
      onRow: (row) => printLine(partLine(row)),
    });
    for (const [part, exponent] of Object.entries(bench.growth))
      printLine(`${part}: cost ~ size^${exponent}`);
    for (const [part, reason] of Object.entries(bench.skipped)) printLine(`${part}: not measured: ${reason}`);
    if (bench.loaded)
      printError(`others kept up to ${bench.busyCores} cores busy: measure again on an idle machine`);
    if (to !== undefined) await write(to, { ...bench, rounds, roundMs });
  } finally {
    await own.close();
    await other?.close();
  }
}

type Written = Awaited<ReturnType<typeof import('../bench/parts/measure-parts.ts').measureParts>> &
  Pick<PartFlags, 'rounds' | 'roundMs'>;

async function write(to: string, bench: Written): Promise<void> {
  const [{ partsCsv, partsSvg }, { describeMachine }] = await Promise.all([
    import('../bench/parts/parts-files.ts'),
    import('../run/index.ts'),
  ]);
  await mkdir(to, { recursive: true });
  const whole = { ...bench, ...(await describeMachine()) };
  await writeFileWhole(join(to, 'parts.csv'), partsCsv(bench));
  await writeFileWhole(join(to, 'parts.json'), `${JSON.stringify(whole, null, 2)}\n`);
  await writeFileWhole(join(to, 'parts.svg'), await partsSvg(bench));
}
