import type { Run } from '../../run/index.ts';
import type { Report } from '../report.ts';
import { duration } from './format.ts';

/** The deviations from the paper that the runs recorded, each with the arms it holds for, in order of appearance. */
export function deviationLines({ results, spec }: Report): string[] {
  const arms = new Map<string, Set<string>>();
  for (const { info } of results.runs)
    for (const deviation of spec.deviations(info.config))
      arms.set(deviation, (arms.get(deviation) ?? new Set()).add(info.arm));
  return [...arms].map(([deviation, where]) =>
    where.size === spec.arms.length ? deviation : `${deviation} (${[...where].join(', ')} only)`,
  );
}

/** The commits that a run was made at, `unknown` outside a checkout. */
function commitText({ commits }: Run['info']): string {
  return commits.length === 0 ? 'unknown' : commits.join(', then ');
}

/** Origin of the numbers: seeds, commits, machines, versions, data, time, failures; one line each. */
export function provenanceLines({ results, spec }: Report): string[] {
  const { runs } = results;
  const total = (read: (run: Run) => number): number => runs.reduce((sum, run) => sum + read(run), 0);
  const seeds = spec.arms.map(({ id }) => `${id}: ${seedsOf(runs, id)}`);
  const memory = Math.max(0, ...runs.map(({ info }) => info.peakMemoryMiB ?? 0));
  return [
    `Seeds: ${seeds.join('; ')}`,
    `Commit: ${distinct(runs, ({ info }) => commitText(info))}`,
    `Machine: ${distinct(runs, ({ info }) => pairs(info.machine))}`,
    `Versions: ${distinct(runs, ({ info }) => pairs(info.versions))}`,
    `Engine: ${distinct(runs, ({ info }) => JSON.stringify(info.engine))}`,
    `Data (sha256): ${distinct(runs, ({ info }) => pairs(info.dataHashes))}`,
    `Models (sha256): ${distinctModels(runs)}`,
    `Configuration hashes: ${spec.arms.map(({ id }) => `${id} ${hashesOf(runs, id)}`).join('; ')}`,
    `Time: ${duration(total(({ info }) => info.wallSeconds))} wall, ${duration(total(({ info }) => info.cpuSeconds))} CPU over ${runs.length} runs; peak memory ${Math.round(memory)} MiB`,
    `Failed episodes: ${failureText(runs)}`,
  ];
}

function seedsOf(runs: readonly Run[], arm: string): string {
  const seeds = runs.filter(({ info }) => info.arm === arm).map(({ info }) => info.seed);
  return seeds.length === 0 ? 'none' : seeds.join(', ');
}

function hashesOf(runs: readonly Run[], arm: string): string {
  const ours = runs.filter(({ info }) => info.arm === arm);
  return distinct(ours, ({ info }) => info.configHash.slice(0, 12));
}

/** Each file once, though runs differ in which they open; twice where two runs opened different ones. */
function distinctModels(runs: readonly Run[]): string {
  const files = runs.flatMap(({ info }) => Object.entries(info.modelHashes));
  const lines = [...new Set(files.map(([file, hash]) => `${file} ${hash}`))].sort();
  return lines.length === 0 ? 'none recorded' : lines.join(', ');
}

function distinct(runs: readonly Run[], read: (run: Run) => string): string {
  const values = [...new Set(runs.map(read))].filter((text) => text !== '');
  return values.length === 0 ? 'none recorded' : values.join('; ');
}

function pairs(record: Readonly<Record<string, string | number>>): string {
  return Object.entries(record)
    .map(([key, text]) => `${key} ${text}`)
    .join(', ');
}

function failureText(runs: readonly Run[]): string {
  const counts = new Map<string, number>();
  for (const { info } of runs)
    for (const [kind, count] of Object.entries(info.failures))
      counts.set(kind, (counts.get(kind) ?? 0) + count);
  return [...counts].map(([kind, count]) => `${kind} ${count}`).join(', ') || 'none recorded';
}
