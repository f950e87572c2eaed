/** Llama 3.1's stretching of the rotary wavelengths, for contexts beyond those of the first training. */
export interface RopeScaling {
  /** Long wavelengths are multiplied by it; from 1. */
  readonly factor: number;
  /** Wavelengths above `originalPositions / lowFrequencyFactor` are long. */
  readonly lowFrequencyFactor: number;
  /** Those below `originalPositions / highFrequencyFactor` stay as they are; above `lowFrequencyFactor`. */
  readonly highFrequencyFactor: number;
  /** Positions of the first training. */
  readonly originalPositions: number;
}

/** Rotary settings of a model. */
export interface Rope {
  /** Base of the wavelengths. */
  readonly theta: number;
  /** Null where the wavelengths stay as they are. */
  readonly scaling: RopeScaling | null;
}

/** The rotary fields of a `config.json`, as versions 4 and 5 of transformers read them. */
export function ropeJson({ theta, scaling }: Rope): Record<string, unknown> {
  if (scaling === null)
    return { rope_theta: theta, rope_parameters: { rope_type: 'default', rope_theta: theta } };
  const settings = {
    rope_type: 'llama3',
    factor: scaling.factor,
    low_freq_factor: scaling.lowFrequencyFactor,
    high_freq_factor: scaling.highFrequencyFactor,
    original_max_position_embeddings: scaling.originalPositions,
  };
  return {
    rope_theta: theta,
    rope_scaling: settings,
    rope_parameters: { ...settings, rope_theta: theta },
  };
}
