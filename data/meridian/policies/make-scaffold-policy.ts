import { basename, join, resolve } from 'node:path';
import {
  defaultBench,
  findBaseline,
  findBench,
  settingsOf,
  tuneBaseline,
} from '../../../harness/baseline/index.ts';
import { policyName } from '../../../harness/engine/index.ts';
import { writeFileWhole } from '../../../harness/core/write-file-whole.ts';
import type { PolicyRequest } from './make-policy.ts';
import { scaffoldRecipe } from './policy-recipes.ts';

/** A policy to teach the language of a baseline; default from that of the bench. */
export interface ScaffoldRequest extends Omit<PolicyRequest, 'mixture'> {
  readonly baseline: string;
}

/**
 * Teaches a policy the language of a baseline by its lessons, with the settings of the bench, and writes its card.
 * @throws TwinZeroError `configuration` for an unknown baseline, or one without lessons on Meridian.
 */
export async function makeScaffoldPolicy(request: ScaffoldRequest): Promise<void> {
  const { to, from, threads, seed = scaffoldRecipe.seed, steps = scaffoldRecipe.steps } = request;
  const baseline = await findBaseline(request.baseline);
  const bench = await findBench(defaultBench);
  const policy =
    from === undefined ? bench.config.policy : ({ kind: 'embedded', folder: resolve(from) } as const);
  await tuneBaseline({
    baseline,
    settings: settingsOf(baseline, bench.settings[baseline.id]?.values),
    config: { ...bench.config, policy },
    recipe: { ...scaffoldRecipe, seed, steps },
    to,
    place: { provider: 'cpu', threads },
    onStep: (step, all, loss) => request.onStep(step - 1, all, loss),
  });
  const start = basename(policyName(policy));
  const card = `# ${basename(to)}

The policy \`${start}\` after ${steps} steps of ${scaffoldRecipe.perStep} lessons of the baseline \`${baseline.id}\` on Meridian worlds of other seeds than
the shipped one; seed ${seed}. Made by \`twinzero pretrain --baseline ${baseline.id}\`, measured by \`twinzero evaluate --baseline ${baseline.id} --model DIR\`.
`;
  await writeFileWhole(join(to, 'README.md'), card);
}
