import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { huggingFaceCodec } from '../engine/embedded/hugging-face-codec.ts';
import { createEmbeddedEngine } from '../engine/embedded/create-embedded-engine.ts';
import { sanityRows, type SanityRow } from '../evaluate/sanity-rows.ts';
import { lanes, type EngineChoice } from './engine-choice.ts';
import type { ProfileName, Reproduction } from './reproduction.ts';

/** Plays the reference rows on both evaluation splits and writes `sanity.json`. */
export async function writeSanity(
  reproduction: Reproduction,
  options: { readonly folder: string; readonly profile: ProfileName; readonly engine: EngineChoice },
): Promise<void> {
  const setting = await reproduction.setting();
  const { dataset, judge, protocol, search, scripts } = setting;
  const profile = reproduction.profiles[options.profile];
  const [arm = ''] = reproduction.arms;
  const { limits, seed } = reproduction.recipe({ arm, seed: profile.seeds[0] ?? 1, profile });
  const engine = await createEmbeddedEngine({
    folder: setting.basePolicy,
    ...options.engine,
    lanes,
    maxTokens: limits.maxContextTokens,
  });
  try {
    const player = { engine, codec: await huggingFaceCodec(setting.basePolicy), protocol, search, limits };
    const rows: SanityRow[] = [];
    for (const [split, questions] of [['held-out', dataset.heldOut] as const, ['dev', dataset.dev] as const])
      rows.push(
        ...(await sanityRows({
          player,
          judge,
          seed,
          split,
          questions,
          train: dataset.train,
          chunks: dataset.chunks,
          scripts,
        })),
      );
    await mkdir(options.folder, { recursive: true });
    const path = join(options.folder, 'sanity.json');
    await writeFile(`${path}.partial`, `${JSON.stringify(rows, null, 1)}\n`);
    await rename(`${path}.partial`, path);
  } finally {
    await engine.close();
  }
}
