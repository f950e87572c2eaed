import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe } from 'mocha';
import { type Bench, type EngineContractOptions, openAnother } from './contract/bench.ts';
import { closingContract } from './contract/closing.ts';
import { honouringContract } from './contract/honouring.ts';
import { learningContract } from './contract/learning.ts';
import { policyLossContract } from './contract/policy-loss.ts';
import { referenceContract } from './contract/reference.ts';
import { samplingContract } from './contract/sampling.ts';
import { savingContract } from './contract/saving.ts';
import { scoringContract } from './contract/scoring.ts';

/**
 * Tests of what every engine must do, whatever it is made of. An engine without a scorer or a learner, or that does not
 * honour a parameter, says why in `lacks`: the tests that need it are skipped under that reason, and one checks that it
 * is truly missing.
 */
export function engineContract(name: string, options: EngineContractOptions): void {
  const bench: Bench = { ...options, tolerance: options.tolerance ?? 1e-4, opened: [], folder: '' };

  describe(`${name} keeps the engine contract`, () => {
    beforeEach(async () => {
      bench.folder = await mkdtemp(join(tmpdir(), 'twinzero-engine-'));
      await openAnother(bench);
    });
    afterEach(async () => {
      await Promise.all(bench.opened.splice(0).map((policy) => policy.close()));
      await rm(bench.folder, { recursive: true, force: true });
    });
    samplingContract(bench);
    honouringContract(bench);
    scoringContract(bench);
    learningContract(bench);
    policyLossContract(bench);
    referenceContract(bench);
    savingContract(bench);
    closingContract(bench);
  });
}
