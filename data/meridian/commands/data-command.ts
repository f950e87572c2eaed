import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { parseCount, parseSeed } from '../../../harness/cli/parse-number.ts';
import { printLine } from '../../../harness/cli/print.ts';
import { sha256 } from '../../../harness/core/canonical-json.ts';
import { decodeUtf8 } from '../../../harness/core/decode-utf8.ts';
import { TwinZeroError } from '../../../harness/core/twin-zero-error.ts';
import { writeFileWhole } from '../../../harness/core/write-file-whole.ts';
import { extendedSeeds, shippedSeed } from '../generate/difficulty.ts';
import { generateWorld } from '../generate/generate-world.ts';
import type { World } from '../generate/world.ts';
import { extendedPath, extendedPins, loadExtended } from '../load-extended.ts';
import { loadMeridian } from '../load-meridian.ts';
import { meridianFiles, meridianFolder, writeMeridian } from '../meridian-files.ts';
import { cardWithFigures, figuresMarkdown } from '../verify/figures-markdown.ts';
import { verifyWorld, type WorldFigures } from '../verify/verify-world.ts';

interface VerifyFlags {
  readonly seed: number;
  readonly topK: number;
  readonly card?: boolean;
  readonly json?: boolean;
}

/** `meridian`, to stand under `twinzero data generate`. */
export function generateCommand(): Command {
  return new Command('meridian')
    .description('write the Meridian archive, or with another seed another world')
    .option('--seed <n>', 'seed of the world', parseSeed, shippedSeed)
    .option('--to <dir>', 'folder to write to (required for another seed than the shipped one)')
    .action(async ({ seed, to }: { readonly seed: number; readonly to?: string }) => {
      if (to === undefined && seed !== shippedSeed)
        throw new TwinZeroError(
          'configuration',
          `the world of seed ${seed} would replace the shipped one of seed ${shippedSeed}; give a folder with --to`,
        );
      const folder = to ?? meridianFolder();
      const paths = await writeMeridian(generateWorld(seed), folder);
      if (seed === shippedSeed) {
        const path = extendedPath(folder);
        await writeFileWhole(path, extendedPins());
        paths.push(path);
      }
      printLine(paths.join('\n'));
    });
}

/** `meridian`, to stand under `twinzero data verify`; a failed check is an error of kind `data`. */
export function verifyCommand(): Command {
  return new Command('meridian')
    .description(
      'measure how hard the Meridian archive is to search and check what it and its extended set must be',
    )
    .option('--seed <n>', 'seed of the world', parseSeed, shippedSeed)
    .option('--top-k <n>', 'documents per search', parseCount, 1)
    .option('--card', 'write the figures into data/meridian/CARD.md')
    .option('--json', 'print JSON')
    .action(async ({ seed, topK, card, json }: VerifyFlags) => {
      const world = generateWorld(seed);
      if (seed === shippedSeed) await requireShipped(world);
      const figures = verifyWorld(world, { topK });
      printLine(json === true ? JSON.stringify(figures, null, 2) : figuresMarkdown(figures));
      if (card === true) await writeCard(figuresMarkdown(figures));
      requirePassed(figures);
      if (seed !== shippedSeed) return;
      await loadExtended();
      for (const extended of extendedSeeds) requirePassed(verifyWorld(generateWorld(extended), { topK }));
    });
}

function requirePassed({ seed, checks }: WorldFigures): void {
  const failed = checks.filter(({ passed }) => !passed);
  if (failed.length === 0) return;
  throw new TwinZeroError(
    'data',
    `the world of seed ${seed} fails ${failed.map(({ name, found }) => `"${name}" (${found})`).join(', ')}; change the difficulty or the seed`,
  );
}

async function requireShipped(world: World): Promise<void> {
  const { hashes } = await loadMeridian();
  if (hashes['manifest.json'] !== sha256(meridianFiles(world)['manifest.json']))
    throw new TwinZeroError(
      'data',
      `${meridianFolder()} does not hold what the program writes; run \`twinzero data generate meridian\``,
    );
}

async function writeCard(figures: string): Promise<void> {
  const path = join(meridianFolder(), 'CARD.md');
  await writeFileWhole(path, cardWithFigures(decodeUtf8(await readFile(path), { file: path }), figures));
}
