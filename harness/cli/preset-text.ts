import { fieldsOf } from '../core/json-fields.ts';
import { type Preset, sourceOf } from '../reproduce/preset.ts';
import { curriculumPlot, curriculumSchedule, curriculumText, type ScheduledNoise } from '../search/index.ts';

/** Reward weights as a formula: `4 x correctness + retry`. */
export function weightsText(weights: Readonly<Record<string, number>>): string {
  return Object.entries(weights)
    .map(([name, weight]) => (weight === 1 ? name : `${weight} x ${name}`))
    .join(' + ');
}

/** A preset for people: a line a value, with its source. */
export function presetText(preset: Preset): string {
  const { id, title, config, beyond, deviations, curricula } = preset;
  return [
    `preset ${id}: ${title}`,
    '',
    'training configuration',
    ...linesOf(preset, config),
    '',
    'beyond it',
    ...linesOf(preset, beyond),
    '',
    'curricula',
    ...curricula.map(({ label, curriculum }) => `  ${label}: ${curriculumText(curriculum)}`),
    '',
    'deviations from the paper',
    ...deviations.map((deviation) => `  ${deviation}`),
  ].join('\n');
}

function linesOf(preset: Preset, values: object): string[] {
  return [...fieldsOf(values)].map(([path, value]) => {
    const source = sourceOf(preset, path);
    return `  ${path}: ${text(value)}${source === undefined ? '' : `  [${source}]`}`;
  });
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The curricula of a preset as plots over the steps of its run. */
export function presetPlot({ id, config, curricula }: Preset): string {
  const plots = curricula.map(({ label, curriculum }) =>
    [`${label}: ${curriculumText(curriculum)}`, curriculumPlot(curriculum, config.steps)].join('\n'),
  );
  return [`preset ${id}: probability of noisy documents over ${config.steps} steps`, ...plots].join('\n\n');
}

/** The same as numbers. */
export function presetSchedule({ id, config, curricula }: Preset): {
  readonly preset: string;
  readonly steps: number;
  readonly curricula: readonly (Preset['curricula'][number] & {
    readonly schedule: readonly ScheduledNoise[];
  })[];
} {
  const { steps } = config;
  return {
    preset: id,
    steps,
    curricula: curricula.map((named) => ({
      ...named,
      schedule: curriculumSchedule(named.curriculum, steps),
    })),
  };
}
