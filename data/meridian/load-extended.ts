import { join } from 'node:path';
import { z } from 'zod';
import { sha256 } from '../../harness/core/canonical-json.ts';
import { parseJson } from '../../harness/core/parse-json.ts';
import type { Question } from '../../harness/core/question.ts';
import { TwinZeroError } from '../../harness/core/twin-zero-error.ts';
import { type ExtendedSet, type ExtendedWorld, type HeldOut, holdOut } from '../../harness/data/dataset.ts';
import { readPinnedFile } from '../../harness/data/pinned-file.ts';
import { extendedSeeds } from './generate/difficulty.ts';
import { generateWorld } from './generate/generate-world.ts';
import type { World } from './generate/world.ts';
import { meridianFiles, meridianFolder } from './meridian-files.ts';

/** The sha256 of each world's manifest, which pins the rest, by seed. */
const pinsFile = z.strictObject({ schema: z.literal(1), worlds: z.record(z.string(), z.string()) });
const mend = 'run `twinzero data generate meridian` to write it anew';

/** The file that pins the worlds of the extended set. */
export function extendedPath(folder: string = meridianFolder()): string {
  return join(folder, 'extended.json');
}

/** The text of that file. */
export function extendedPins(): string {
  const worlds = Object.fromEntries(extendedSeeds.map((seed) => [seed, manifestHash(generateWorld(seed))]));
  return `${JSON.stringify({ schema: 1, worlds }, null, 2)}\n`;
}

/**
 * The extended set: of each of its worlds the whole archive and the held-out questions. The worlds are generated, not
 * read; chunks and questions bear their seed before their id, `342/c017`.
 * @throws TwinZeroError `data` when a world is not the one that extended.json pins.
 */
export async function loadExtended(path: string = extendedPath()): Promise<ExtendedSet> {
  const text = await readPinnedFile(path, { mend });
  const { worlds: pins } = parseJson(text, pinsFile, { where: path, mend });
  const worlds = extendedSeeds.map((seed) => {
    const world = generateWorld(seed);
    if (pins[seed] === manifestHash(world)) return extendedWorld(world);
    throw new TwinZeroError(
      'data',
      `the program writes another world of seed ${seed} than ${path} pins; restore the program, or ${mend}`,
    );
  });
  return { worlds, hashes: { 'extended.json': sha256(text) } };
}

function manifestHash(world: World): string {
  return sha256(meridianFiles(world)['manifest.json']);
}

function extendedWorld({ seed, chunks, questions, split }: World): ExtendedWorld {
  const named = (id: string): string => `${seed}/${id}`;
  const heldOut = questions
    .filter(({ goldChunkId }) => split.heldOut.includes(goldChunkId))
    .map((question): HeldOut<Question> =>
      holdOut({
        ...question,
        id: named(question.id),
        goldChunkId: named(question.goldChunkId),
        chunkIds: question.chunkIds.map(named),
      }),
    );
  return { id: `meridian/${seed}`, chunks: chunks.map(({ id, text }) => ({ id: named(id), text })), heldOut };
}
