import { InvalidArgumentError } from 'commander';
import type { TokenPrice } from '../engine/index.ts';

/** Reads a count such as `--threads 2`: a whole number from 1. */
export function parseCount(text: string): number {
  const count = wholeNumber(text);
  if (count === null || count < 1) throw new InvalidArgumentError('give a whole number from 1.');
  return count;
}

/** Reads a list of counts such as `1,16,64`, each from 1. */
export function parseCounts(text: string): number[] {
  return parts(text).map(parseCount);
}

/** Reads a port of TCP: a whole number from 0 to 65535, 0 for any that is free. */
export function parsePort(text: string): number {
  const port = wholeNumber(text);
  if (port === null || port > 65_535) throw new InvalidArgumentError('give a whole number from 0 to 65535.');
  return port;
}

/** Reads one seed: a whole number from 0. */
export function parseSeed(text: string): number {
  const seed = wholeNumber(text);
  if (seed === null) throw new InvalidArgumentError('give a whole number from 0.');
  return seed;
}

/** Reads a list of seeds such as `1,2,3`, none twice: two runs of one seed would write into one folder. */
export function parseSeeds(text: string): number[] {
  const seeds = parts(text).map(wholeNumber);
  if (!seeds.every((seed) => seed !== null))
    throw new InvalidArgumentError('give whole numbers separated by commas, e.g. 1,2,3.');
  if (new Set(seeds).size < seeds.length) throw new InvalidArgumentError('give each seed once.');
  return seeds;
}

/** Reads a list of names such as `rezero,three-reward`, none empty and none twice. */
export function parseNames(text: string): string[] {
  const names = parts(text);
  if (names.includes('')) throw new InvalidArgumentError('give names separated by commas, e.g. a,b.');
  if (new Set(names).size < names.length) throw new InvalidArgumentError('give each name once.');
  return names;
}

/** Reads a sampling temperature: a number from 0, e.g. `0.7` or `1e-3`. */
export function parseTemperature(text: string): number {
  const temperature = Number(text);
  if (!/^\s*[\d.]+(e[-+]?\d+)?\s*$/iu.test(text) || !Number.isFinite(temperature))
    throw new InvalidArgumentError('give a number from 0.');
  return temperature;
}

/** Reads the price of a hosted model such as `0.15,0.6`: US dollars for a million tokens read, and written. */
export function parsePrice(text: string): TokenPrice {
  const [read, written, ...rest] = parts(text).map((part) => (/^[\d.]+$/u.test(part) ? Number(part) : NaN));
  if (read === undefined || written === undefined || rest.length > 0 || !Number.isFinite(read + written))
    throw new InvalidArgumentError('give two numbers of US dollars from 0, e.g. 0.15,0.6.');
  return { promptUsdPerMillionTokens: read, completionUsdPerMillionTokens: written };
}

function parts(list: string): string[] {
  return list.split(',').map((part) => part.trim());
}

/** Null for what is not written in digits alone, or has too many to be exact. */
function wholeNumber(text: string): number | null {
  const number = Number(text);
  return /^\s*\d+\s*$/u.test(text) && Number.isSafeInteger(number) ? number : null;
}
