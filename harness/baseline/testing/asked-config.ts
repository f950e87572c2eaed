import type { RunConfig } from '../../run/index.ts';
import { type Baseline, type GivenSettings, settingsOf } from '../baseline.ts';

/** The configuration that a baseline trains, on a ground of this one; nothing is opened. */
export async function askedConfig(
  baseline: Baseline,
  config: RunConfig,
  given: GivenSettings = {},
): Promise<RunConfig> {
  const asked: RunConfig[] = [];
  const refusal = new Error('asked');
  const ground = {
    config,
    seed: config.seed,
    to: '/nowhere/policy',
    place: { provider: 'cpu', threads: 1 },
    now: () => 0,
    open: (changed: RunConfig) => {
      asked.push(changed);
      return Promise.reject(refusal);
    },
  } as const;
  try {
    await baseline.train?.(ground, settingsOf(baseline, given));
  } catch (error) {
    if (error !== refusal) throw error;
  }
  const [first] = asked;
  if (first === undefined) throw new Error(`baseline ${baseline.id} trains nothing`);
  return first;
}
