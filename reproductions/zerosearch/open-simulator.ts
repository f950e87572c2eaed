import { join } from 'node:path';
import { packageRoot } from '../../harness/core/package-root.ts';
import { openPolicy } from '../../harness/engine/open-policy.ts';
import type { EngineChoice } from '../../harness/reproduce/engine-choice.ts';
import type { SearchBackend } from '../../harness/search/search-backend.ts';
import { compactFormat } from '../../harness/search/simulator/compact-format.ts';
import { engineGenerator } from '../../harness/search/simulator/engine-generator.ts';
import { simulatorBackend } from '../../harness/search/simulator/simulator-backend.ts';
import { retryBackend } from '../../harness/search/wrappers/retry-backend.ts';

/** A shipped model: the two starts, the simulators, and the writer that answers prompts untuned. */
export type ModelName =
  'meridian-base' | 'meridian-search-r1' | 'simulator-s' | 'simulator-m' | 'simulator-l' | 'writer-l';

/** Every model that a run of ZeroSearch may open. */
export const modelNames: readonly ModelName[] = [
  'meridian-base',
  'meridian-search-r1',
  'simulator-s',
  'simulator-m',
  'simulator-l',
  'writer-l',
];

/** Its Hugging Face folder. */
export function modelFolder(name: ModelName): string {
  return join(packageRoot(), 'data', 'models', name);
}

/** The simulators of the comparison. */
export const simulatorNames = ['simulator-s', 'simulator-m', 'simulator-l', 'prompted'] as const;

/** One of them. */
export type SimulatorName = (typeof simulatorNames)[number];

/** The Hugging Face folder of a simulator; the prompted one is the writer that L was tuned from. */
export function simulatorFolder(name: SimulatorName): string {
  return modelFolder(name === 'prompted' ? 'writer-l' : name);
}

/** A simulator of this process, open. */
export interface OpenSimulator {
  /** Each search tried once. */
  readonly simulator: SearchBackend;
  /** The same with bounded retries. */
  readonly backend: SearchBackend;
  readonly close: () => Promise<void>;
}

/** Simulated searches in flight at once; more than a step of the default recipe has. */
const lanes = 64;
const maxTokensPerDocument = 80;

/**
 * Opens an embedded simulator by the name of its arm.
 * @throws TwinZeroError when its folder cannot be opened.
 */
export async function openSimulator(name: SimulatorName, choice: EngineChoice): Promise<OpenSimulator> {
  const folder = simulatorFolder(name);
  const engine = await openPolicy({ kind: 'embedded', folder }, { ...choice, lanes, maxTokens: 256 });
  const generator = engineGenerator({ name, engine, codec: engine.codec, maxTokensPerDocument });
  const kind = name === 'prompted' ? 'prompt' : 'sft';
  const simulator = simulatorBackend({ generator, format: compactFormat, kind });
  // In this process nothing is waited for: another seed writes another text at once.
  const backend = retryBackend(simulator, { attempts: 3, backoffMs: 0 });
  return { simulator, backend, close: () => engine.close() };
}
