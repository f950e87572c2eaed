import assert from 'node:assert/strict';

/**
 * Asserts that `run` takes under three seconds of processor time, whatever else the machine does. Give it texts so long
 * that linear time takes milliseconds and quadratic time minutes: then the bound says which it is on any machine.
 */
export function assertQuick(run: () => unknown): void {
  const started = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(started);
  const tookMs = Math.round((user + system) / 1000);
  assert.ok(tookMs < 3000, `took ${tookMs} ms`);
}

/** Texts of some 200,000 characters that no policy should write, each the bane of a careless pattern. */
export const hostileTexts: Readonly<Record<string, string>> = {
  'search tags never closed': '<search>'.repeat(25_000),
  'answer tags never closed': '<answer>'.repeat(25_000),
  'thought tags never closed': '<think>'.repeat(25_000),
  'information tags never closed': '<information>'.repeat(15_000),
  'short information tags never closed': '<info>'.repeat(30_000),
  'a long information name': `<info${'o'.repeat(200_000)}`,
  'closing tags without an opening one': '</search></answer></information>'.repeat(6_000),
  'an endless query of spaces': `<think>x</think><search>x${' '.repeat(200_000)}x</search>`,
  'an endless thought of analysis': `<think>${'from '.repeat(40_000)}`,
  'an endless thought of analysis, with a tag': `<think>${'from '.repeat(40_000)}<answer>x</answer>`,
  'a query of quotes': `<search>${'"'.repeat(200_000)}x</search>`,
  'a query of quoted letters': `<search>${'"a'.repeat(100_001)}</search>`,
  'a query of hyphens': `<search>${'-'.repeat(200_000)}x</search>`,
  'a query of operators': `<search>${' OR AND site:a -b'.repeat(12_000)}</search>`,
  'many short queries': Array.from({ length: 10_000 }, (_, i) => `<search>${i}</search>`).join(''),
  'two long queries of many letters': ['a', 'b']
    .map((last) => `<search>${Array.from({ length: 50_000 }, (_, i) => letter(i)).join('')}${last}</search>`)
    .join(''),
  'many queries of two letters': Array.from({ length: 1_000 }, (_, k) => {
    const letters = Array.from({ length: 190 }, (__, i) => 'ab'[((i * i + k * i) >> 3) % 2]);
    return `<search>${letters.join('')}</search>`;
  }).join(''),
  'two long queries of few letters': '<search>ab</search>'.replace('ab', 'ab'.repeat(50_000)).repeat(2),
  spaces: ' '.repeat(200_000),
  'words far apart': `a${' '.repeat(200_000)}b`,
  'opening signs': '<'.repeat(200_000),
  'opening signs far apart': `<${' '.repeat(200_000)}<`,
  'emphasised tags': '*<think>_'.repeat(25_000),
  underscores: '_'.repeat(200_000),
  articles: 'a an the '.repeat(25_000),
};

/** Letter i of an alphabet of 1,000, in an order that repeats itself late. */
function letter(i: number): string {
  return String.fromCodePoint(0x4e00 + ((i * i + 7 * i) % 1000));
}
