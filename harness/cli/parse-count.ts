import { InvalidArgumentError } from 'commander';

/** Reads a command-line count: a whole number from 1. */
export function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 1)
    throw new InvalidArgumentError('give a whole number from 1.');
  return count;
}
