import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { decodeUtf8 } from '../../../core/decode-utf8.ts';
import { parseJson } from '../../../core/parse-json.ts';
import { accessing } from '../../../core/system-refusal.ts';
import { checkedFields, type ConfigFile } from '../folder/checked-fields.ts';
import { type ConfigSource, refusal } from '../folder/config-refusal.ts';
import type { ModelConfig } from '../folder/model-config.ts';
import { type AdapterConfig, adapterConfigFile } from './adapter-config.ts';
import { targetModules } from './target-modules.ts';

/** As messages name them. */
const targetsSupported =
  'all-linear, a list of q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj, or a plain pattern of them';
const initialisations = 'true, false, gaussian or orthogonal';

// The message of each check is what the field supports, as for `config.json`.
/** Fields that decide what is computed. The dropout does not: it is off when sampling, and training here has none. */
const fields = z.looseObject({
  peft_type: z.literal('LORA', 'LORA'),
  r: z.int('a whole number from 1').positive('a whole number from 1'),
  lora_alpha: z.number('a number above 0').positive('a number above 0'),
  use_rslora: z.boolean('true or false').nullish(),
  target_modules: z.union([z.string(), z.array(z.string()).min(1, targetsSupported)], targetsSupported),
  bias: z.literal('none', 'none').nullish(),
  task_type: z.literal('CAUSAL_LM', 'CAUSAL_LM or null').nullish(),
  // The others draw A and B together with changes of the base.
  init_lora_weights: z.union([z.boolean(), z.literal(['gaussian', 'orthogonal'])], initialisations).nullish(),
  base_model_name_or_path: z.string('a text or null').nullish(),
});

/** Fields that say nothing about what is computed, or only where another one is set. */
const notes = new Set([
  'auto_mapping',
  'inference_mode',
  'lora_dropout',
  'megatron_core',
  'peft_version',
  'qalora_group_size',
  'revision',
  'runtime_config',
]);

/** A model that an adapter is to update. */
export interface AdapterBase {
  readonly config: ModelConfig;
  readonly folder: string;
}

/**
 * Reads the text of an `adapter_config.json` for a base.
 * @throws TwinZeroError `configuration` naming the field that is missing, malformed or not supported, what it holds
 * and what is supported. Of fields not known here, those of later versions among them, only idle values pass.
 */
export function parseAdapterConfig(text: string, source: ConfigSource, base: AdapterBase): AdapterConfig {
  const { file: where, mend } = source;
  const raw = parseJson(text, z.unknown(), { where, mend, kind: 'configuration' });
  const file: ConfigFile = { ...source, raw };
  const given = checkedFields(fields, raw, file);
  for (const [name, value] of Object.entries(given))
    if (!Object.hasOwn(fields.shape, name) && !notes.has(name)) requireIdle(name, value, file);
  const targets = targetModules(given.target_modules, base.config);
  if ('unclear' in targets)
    throw refusal(file, {
      path: ['target_modules'],
      raw: { target_modules: targets.unclear },
      supported: targetsSupported,
    });
  return {
    adapter: {
      rank: given.r,
      alpha: given.lora_alpha,
      rankStabilised: given.use_rslora ?? false,
      modules: targets.modules,
    },
    baseModel: given.base_model_name_or_path ?? base.folder,
  };
}

/** What PEFT writes for a variant that is not in use: null, false, or nothing in a list or a table. */
function requireIdle(name: string, value: unknown, file: ConfigFile): void {
  if (value === null || value === false) return;
  if (typeof value === 'object' && Object.keys(value).length === 0) return;
  throw refusal(file, {
    path: [name],
    raw: file.raw,
    supported: value === true ? 'false' : 'null, for a plain low-rank adapter',
  });
}

/**
 * Reads the `adapter_config.json` of a PEFT folder for a base.
 * @param mend advice for a broken folder; default: that for an adapter of the user's
 * @throws TwinZeroError `configuration` when it is missing or not an adapter that this engine computes on that base.
 */
export async function readAdapterConfig(
  folder: string,
  base: AdapterBase,
  mend?: string,
): Promise<AdapterConfig> {
  const path = join(folder, adapterConfigFile);
  const advice = mend ?? 'give a folder in which the PEFT library or TwinZero saved a LoRA adapter';
  const bytes = await accessing({ path, doing: 'read', mend: advice }, 'configuration', () => readFile(path));
  return parseAdapterConfig(
    decodeUtf8(bytes, { file: path, kind: 'configuration' }),
    { file: path, mend },
    base,
  );
}
