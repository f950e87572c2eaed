import type { TeacherRates } from '../teach/teacher-rates.ts';
import { type MixtureName, taughtMixture } from './mixtures.ts';

/** Making of a policy, as its card tells it. */
export interface PolicyMaking {
  readonly name: string;
  readonly mixture: MixtureName;
  /** Habits that are not the mixture's. */
  readonly teacher: Partial<TeacherRates>;
  /** Name of the policy it was taught further from; null where it began with random weights. */
  readonly from: string | null;
  readonly seed: number;
  readonly steps: number;
  readonly perStep: number;
  /** Documents a search. */
  readonly documents: number;
  readonly peakLearningRate: number;
}

/** The card of a new policy folder: how it was made, and the command that says what it is like. */
export function policyCard(making: PolicyMaking): string {
  const { name, mixture, from, seed, steps, perStep, documents, peakLearningRate } = making;
  const start = from === null ? 'random weights' : `\`${from}\``;
  const { teacher, ...shares } = taughtMixture(mixture, making.teacher);
  const changed = Object.keys(making.teacher).map((habit) => `\`${habit}\``);
  const habits = changed.length === 0 ? '' : ` with ${changed.join(', ')} changed`;
  const several = documents === 1 ? '' : `, ${documents} documents a search`;
  const settings = Object.entries({ ...shares, ...teacher });
  return [
    `# ${name}`,
    `A policy of Meridian: ${steps} steps of ${perStep} demonstrations on worlds of other seeds than the shipped one, from ${start}; mixture \`${mixture}\`${habits}${several}, seed ${seed}, peak learning rate ${peakLearningRate}.`,
    ['| Setting | Value |', '| --- | --- |', ...settings.map(([key, value]) => row(key, value))].join('\n'),
    'Settings: `data/meridian/teach/teacher-rates.ts`. What it is like: `twinzero assay policy` on this folder.',
  ]
    .join('\n\n')
    .concat('\n');
}

function row(key: string, value: unknown): string {
  return `| \`${key}\` | \`${JSON.stringify(value)}\` |`;
}
