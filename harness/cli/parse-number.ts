import { InvalidArgumentError } from 'commander';

/** Reads a command-line count: a whole number from 1. */
export function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 1)
    throw new InvalidArgumentError('give a whole number from 1.');
  return count;
}

/**
 * Reads a list of seeds such as `1,2,3`: whole numbers from 0, none twice, because two runs of one seed would write
 * into one folder.
 */
export function parseSeeds(text: string): number[] {
  const parts = text.split(',').map((part) => part.trim());
  if (!parts.every(isSeed))
    throw new InvalidArgumentError('give whole numbers separated by commas, e.g. 1,2,3.');
  const seeds = parts.map(Number);
  if (new Set(seeds).size < seeds.length) throw new InvalidArgumentError('give each seed once.');
  return seeds;
}

/** Reads one seed, a whole number from 0. */
export function parseSeed(text: string): number {
  if (!isSeed(text.trim())) throw new InvalidArgumentError('give a whole number from 0.');
  return Number(text);
}

function isSeed(text: string): boolean {
  return /^\d+$/.test(text) && Number.isSafeInteger(Number(text));
}
