import type { Run } from '../../run/index.ts';
import { duration } from '../tables/format.ts';

/** What runs took, by their records. */
export interface RunCost {
  readonly runs: number;
  readonly wallSeconds: number;
  /** Processor time of all cores together. */
  readonly cpuSeconds: number;
  /** Charged for searches and simulators; null where a run did not record it. */
  readonly chargedUsd: number | null;
}

/** The sum over runs. */
export function runCost(runs: readonly Run[]): RunCost {
  const sum = (read: (info: Run['info']) => number): number =>
    runs.reduce((total, { info }) => total + read(info), 0);
  const known = runs.every(({ info }) => info.usage !== null);
  return {
    runs: runs.length,
    wallSeconds: sum(({ wallSeconds }) => wallSeconds),
    cpuSeconds: sum(({ cpuSeconds }) => cpuSeconds),
    chargedUsd: known ? sum(({ usage }) => chargedUsd(usage)) : null,
  };
}

function chargedUsd(usage: Run['info']['usage']): number {
  return usage === null ? 0 : usage.training.costUsd + usage.evaluation.costUsd;
}

/** E.g. `49 runs, 48.4 core-minutes, 0.00 USD charged`. */
export function costText({ runs, cpuSeconds, chargedUsd: usd }: RunCost): string {
  const count = runs === 1 ? '1 run' : `${runs} runs`;
  return `${count}, ${coreMinutes(cpuSeconds)} core-minutes, ${dollars(usd)}`;
}

/** Minutes of one core, one decimal. */
export function coreMinutes(cpuSeconds: number): string {
  return (cpuSeconds / 60).toFixed(1);
}

/** E.g. `0.00 USD charged`. */
export function dollars(usd: number | null): string {
  return usd === null ? 'charges not recorded' : `${usd.toFixed(2)} USD charged`;
}

/** The time that the runs took one after the other: `1 h 33 min`. */
export function wallText({ wallSeconds }: RunCost): string {
  return duration(wallSeconds);
}
