import { TwinZeroError } from '../../../harness/core/twin-zero-error.ts';
import type { Difficulty } from './difficulty.ts';
import { entities } from './entities.ts';

/** Number of chunks in every world, that of ReZero's corpus (`ReZero data/chunks.csv @20fb677`, 341 rows). */
export const chunkCount = 341;

/** Number of chunks held out, and as many again for dev. */
export const heldOutChunkCount = 32;

/** Chunks by what they are for; a pair is the chunk a two-hop question starts from and the one that answers it. */
export interface PlanCounts {
  readonly casePairs: number;
  readonly recurrencePairs: number;
  /** Reports that two parts identify. */
  readonly partial: number;
  readonly plain: number;
  /** Faults and phases a component has for partial reports only, each used once. */
  readonly loneParts: number;
}

/**
 * Turns shares of questions into counts of chunks: both questions of the second chunk of a pair are two-hop,
 * both of a partial report are partial.
 * @throws TwinZeroError `configuration` when the shares do not fit 341 chunks or ten faults and phases.
 */
export function planCounts(difficulty: Difficulty): PlanCounts {
  const pairs = Math.round(chunkCount * difficulty.twoHopShare);
  const casePairs = Math.round(pairs * difficulty.caseShare);
  const partial = Math.round(chunkCount * difficulty.partialShare);
  const plain = chunkCount - 2 * pairs - partial;
  const loneParts = Math.ceil(partial / (2 * entities.component.length));
  if (plain < 0)
    throw new TwinZeroError(
      'configuration',
      `twoHopShare ${difficulty.twoHopShare} (two chunks each) and partialShare ${difficulty.partialShare} need ${2 * pairs + partial} chunks, but a world has ${chunkCount}`,
    );
  requireRoom('faultsPerComponent', difficulty.faultsPerComponent, entities.fault.length - loneParts);
  requireRoom('phasesPerComponent', difficulty.phasesPerComponent, entities.phase.length - loneParts);
  const slots = entities.component.length * difficulty.faultsPerComponent * difficulty.phasesPerComponent;
  const needed = chunkCount - partial - casePairs;
  if (slots < needed + entities.component.length)
    throw new TwinZeroError(
      'configuration',
      `faultsPerComponent x phasesPerComponent leaves ${slots} keys, too few for ${needed} reports`,
    );
  return { casePairs, recurrencePairs: pairs - casePairs, partial, plain, loneParts };
}

function requireRoom(name: string, value: number, most: number): void {
  if (!Number.isInteger(value) || value < 2 || value > most)
    throw new TwinZeroError('configuration', `${name} must be an integer from 2 to ${most}, not ${value}`);
}
