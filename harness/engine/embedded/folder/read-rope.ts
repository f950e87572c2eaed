import { z } from 'zod';
import { checkedFields, type ConfigFile } from './checked-fields.ts';
import { refusal } from './config-refusal.ts';
import type { Rope, RopeScaling } from './rope-scaling.ts';

const aboveZero = z.number('a number above 0').positive('a number above 0');
const positions = z.int('a whole number from 1').positive('a whole number from 1');
const kind = z.enum(['default', 'llama3'], 'default or llama3').nullish();
const kinds = z.looseObject({ rope_type: kind, type: kind }, 'an object of rotary settings').nullish();
const shared = {
  rope_type: kind,
  type: kind,
  rope_theta: aboveZero.optional(),
  partial_rotary_factor: z.literal(1, '1').nullish(),
};
const plain = z.strictObject(shared, 'rope_type default and rope_theta, and nothing beside them').nullish();
const llama3 = z.strictObject(
  {
    ...shared,
    factor: z.number('a number from 1').min(1, 'a number from 1'),
    low_freq_factor: aboveZero,
    high_freq_factor: aboveZero,
    original_max_position_embeddings: positions.optional(),
  },
  'the fields of rope_type llama3, and nothing beside them',
);

/** Transformers 4 says `rope_scaling`, 5 says `rope_parameters`. */
type RopeField = 'rope_parameters' | 'rope_scaling';
/** Fields of the model that stand where the rotary settings leave something out. */
const model = z.looseObject({
  rope_theta: aboveZero.nullish(),
  max_position_embeddings: positions,
  original_max_position_embeddings: positions.nullish(),
});

/**
 * Reads the rotary settings; old files say `type` for `rope_type`. Where both objects are given they must agree, for
 * versions of transformers differ in which of them they follow.
 * @param fields `file.raw` with defaults filled in.
 * @throws TwinZeroError `configuration` naming the field that is not supported.
 */
export function readRope(fields: unknown, file: ConfigFile): Rope {
  const [first, second] = [
    readObject('rope_parameters', fields, file),
    readObject('rope_scaling', fields, file),
  ];
  if (first !== null && second !== null && !agree(first, second))
    throw refusal(file, {
      path: ['rope_scaling'],
      raw: file.raw,
      supported: 'null, or what rope_parameters says',
    });
  const { rope_theta: theta } = checkedFields(model, fields, file);
  return {
    theta: first?.theta ?? second?.theta ?? theta ?? 10_000,
    scaling: (first ?? second)?.scaling ?? null,
  };
}

interface RopeObject {
  readonly theta: number | undefined;
  readonly scaling: RopeScaling | null;
}

function agree(first: RopeObject, second: RopeObject): boolean {
  const sameBase = first.theta === undefined || second.theta === undefined || first.theta === second.theta;
  return sameBase && JSON.stringify(first.scaling) === JSON.stringify(second.scaling);
}

function readObject(name: RopeField, fields: unknown, file: ConfigFile): RopeObject | null {
  const found = checkedFields(z.looseObject({ [name]: kinds }), fields, file)[name];
  if (found === undefined || found === null) return null;
  if ((found.rope_type ?? found.type) === 'llama3') return readLlama3(name, fields, file);
  const settings = checkedFields(z.looseObject({ [name]: plain }), fields, file)[name];
  return { theta: settings?.rope_theta, scaling: null };
}

function readLlama3(name: RopeField, fields: unknown, file: ConfigFile): RopeObject | null {
  const settings = checkedFields(z.looseObject({ [name]: llama3 }), fields, file)[name];
  if (settings === undefined) return null;
  const { rope_theta: theta, low_freq_factor: low, high_freq_factor: high } = settings;
  if (high <= low)
    throw refusal(file, {
      path: [name, 'high_freq_factor'],
      raw: file.raw,
      supported: `a number above low_freq_factor ${low}`,
    });
  // As transformers 5 has it, where a field of the model goes before that of the settings.
  const { original_max_position_embeddings: outer, max_position_embeddings: most } = checkedFields(
    model,
    fields,
    file,
  );
  const scaling = {
    factor: settings.factor,
    lowFrequencyFactor: low,
    highFrequencyFactor: high,
    originalPositions: outer ?? settings.original_max_position_embeddings ?? most,
  };
  return { theta, scaling };
}
