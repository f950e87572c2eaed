import type { Random } from '../../../harness/core/random.ts';
import { chunkCount, heldOutChunkCount } from './plan-counts.ts';
import type { IncidentUnit } from './plan-incidents.ts';
import type { WorldSplit } from './world.ts';

const roles = ['case', 'recurrence', 'partial'] as const;

/**
 * Splits a world by chunk: 32 held out, 32 for dev, 277 to train. Linked chunks stay together, and each role has
 * its share of each part, so that the small parts ask what the whole asks.
 */
export function splitWorld(random: Random, units: readonly IncidentUnit[]): WorldSplit {
  const left = random.shuffle(units);
  const take = (role: IncidentUnit['role'], count: number): string[] =>
    Array.from({ length: count }, () => {
      const [unit] = left.splice(
        left.findIndex((candidate) => candidate.role === role),
        1,
      );
      return unit?.chunks.map(({ chunkId }) => chunkId) ?? [];
    }).flat();
  const part = (): string[] => {
    const special = roles.flatMap((role) => {
      const ofRole = units.filter((unit) => unit.role === role).length;
      return take(role, Math.round((ofRole * heldOutChunkCount) / chunkCount));
    });
    return [...special, ...take('plain', heldOutChunkCount - special.length)].sort();
  };
  const heldOut = part();
  const dev = part();
  const train = left.flatMap(({ chunks }) => chunks.map(({ chunkId }) => chunkId)).sort();
  return { train, dev, heldOut };
}
