import { openPolicy } from '../engine/open-policy.ts';
import type { Player } from '../evaluate/player.ts';
import { type EngineChoice, lanes } from './engine-choice.ts';
import type { Profile, Reproduction, Setting } from './reproduction.ts';

/** Who plays a reproduction's questions. */
export interface PlayerChoice {
  /** Hugging Face folder; the reproduction's base policy unless told. */
  readonly model?: string | undefined;
  readonly engine: EngineChoice;
  /** Where the recipe takes its limits from; all profiles of a reproduction play alike. */
  readonly profile?: Profile;
}

/** An open player and what it plays in. */
export interface Play {
  readonly setting: Setting;
  readonly player: Player;
}

/**
 * Opens an engine for the questions of a reproduction, under its protocol, search and limits, lends it to `use` and
 * closes it.
 * @throws TwinZeroError when the model folder cannot be opened, and what `use` throws.
 */
export async function withPlayer<T>(
  reproduction: Reproduction,
  choice: PlayerChoice,
  use: (play: Play) => Promise<T>,
): Promise<T> {
  const setting = await reproduction.setting();
  const { protocol, search, basePolicy } = setting;
  const { model = basePolicy, profile = reproduction.profiles.default } = choice;
  const [arm = ''] = reproduction.arms;
  const { limits } = reproduction.recipe({ arm, seed: profile.seeds[0] ?? 1, profile });
  const place = { ...choice.engine, lanes, maxTokens: limits.maxContextTokens };
  const engine = await openPolicy({ kind: 'embedded', folder: model }, place);
  try {
    return await use({ setting, player: { engine, codec: engine.codec, protocol, search, limits } });
  } finally {
    await engine.close();
  }
}
