import { z } from 'zod';
import { type Usage, usage } from './usage.ts';

/** run.json: what was run, where, and how it ended. */
export interface RunInfo {
  readonly reproduction: string;
  readonly profile: string;
  readonly arm: string;
  readonly seed: number;
  /** `collapsed` has ended, `incomplete` has not. */
  readonly status: 'complete' | 'incomplete' | 'collapsed';
  /** Of the resolved configuration: deviations from the paper, and how many steps lie between evaluations. */
  readonly config: { readonly deviations: readonly string[]; readonly evaluateEvery: number };
  readonly configHash: string;
  readonly commit: string | null;
  readonly versions: Readonly<Record<string, string>>;
  readonly machine: Readonly<Record<string, string | number>>;
  readonly engine: unknown;
  /** File or corpus name to sha256. */
  readonly dataHashes: Readonly<Record<string, string>>;
  readonly steps: number;
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  readonly peakMemoryMiB: number | null;
  /** Failed episodes by kind. */
  readonly failures: Readonly<Record<string, number>>;
  /** The step chosen on dev; null when none was. */
  readonly chosenStep: number | null;
  /** Step at which training itself saw a collapse; the report judges collapse on held-out by its own rule. */
  readonly collapseStep: number | null;
  /** Searches, simulator tokens and charges; absent in runs from before they were counted. */
  readonly usage?: Usage | undefined;
}

const count = z.number().int().nonnegative();

/** It stands in paths, commands and links, which have no escape in common. */
const name = z.string().regex(/^\w[\w.-]*$/u, 'expected a name of letters, digits, ".", "_" and "-"');

/** A `RunInfo` as stored, with `schema: 1`. */
export const runInfo: z.ZodType<RunInfo> = z.object({
  schema: z.literal(1),
  reproduction: name,
  profile: name,
  arm: name,
  seed: z.number().int(),
  status: z.enum(['complete', 'incomplete', 'collapsed']),
  config: z.object({ deviations: z.array(z.string()).default([]), evaluateEvery: count.min(1) }),
  configHash: z.string(),
  commit: z.string().nullable(),
  versions: z.record(z.string(), z.string()),
  machine: z.record(z.string(), z.union([z.string(), z.number()])),
  engine: z.unknown(),
  dataHashes: z.record(z.string(), z.string()),
  steps: count,
  wallSeconds: z.number().nonnegative(),
  cpuSeconds: z.number().nonnegative(),
  peakMemoryMiB: z.number().nonnegative().nullable(),
  failures: z.record(z.string(), count),
  chosenStep: count.nullable(),
  collapseStep: count.nullable(),
  usage: usage.optional(),
});
