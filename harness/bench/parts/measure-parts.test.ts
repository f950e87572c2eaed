import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { busyBetween } from '../load-check.ts';
import { growthOf } from './growth-of.ts';
import { measureParts, rowOf } from './measure-parts.ts';
import type { PartReply, PartRequest, Side } from './part-side.ts';
import { partLine, partsCsv, partsSvg } from './parts-files.ts';

const part = { id: 'parse', unit: 'turns', grows: 'characters', sizes: [10, 100], open: () => assert.fail() };

/** A side whose calls take a millisecond for each unit of size, times `slower`; it notes what it was asked. */
function side(name: string, slower: number, asked: string[]): Side {
  return {
    ask: async (request: PartRequest): Promise<PartReply> => {
      asked.push(`${name} ${request.do}${'size' in request ? ` ${request.size}` : ''}`);
      if (request.do === 'close') return { done: true };
      return request.do === 'open' ? { amount: 4 } : { ms: request.size * slower };
    },
    close: async () => {},
  };
}

/** A side that gives a reason in place of one answer. */
const failing = (at: PartRequest['do']): Side => ({
  ask: async (request) => {
    if (request.do === at) return { reason: `no ${at}` };
    return request.do === 'open' ? { amount: 1 } : { done: true };
  },
  close: async () => {},
});

/** A core's clock, in ticks. */
const times = (
  user: number,
  idle: number,
): { times: { user: number; nice: number; sys: number; idle: number; irq: number } } => ({
  times: { user, nice: 0, sys: 0, irq: 0, idle },
});

describe('parts of the harness', () => {
  it('are measured in turn, size by size and side by side, the first round uncounted', async () => {
    const asked: string[] = [];
    const bench = await measureParts([side('a', 1, asked), side('b', 2, asked)], {
      parts: [part],
      rounds: 1,
      roundMs: 1,
    });
    const round = ['a round 10', 'b round 10', 'a round 100', 'b round 100'];
    const opened = ['a open 10', 'b open 10', 'a open 100', 'b open 100'];
    assert.deepEqual(asked, [...opened, ...round, ...round, 'a close', 'b close']);
    assert.deepEqual(bench.rows[1], {
      part: 'parse',
      unit: 'turns',
      grows: 'characters',
      size: 100,
      amount: 4,
      roundsMs: [100],
      ms: 100,
      perSecond: 40,
      against: { ratio: 2, low: 2, high: 2 },
    });
    assert.deepEqual([bench.growth, bench.skipped], [{ parse: 1 }, {}]);
    assert.equal(bench.loaded, bench.busyCores > 0.25);
  });

  it('that cannot be opened or called have a reason and no row', async () => {
    for (const at of ['open', 'round'] as const) {
      const options = { parts: [part], rounds: 1, roundMs: 1 };
      const { rows, skipped, growth } = await measureParts([failing(at)], options);
      assert.deepEqual([rows, skipped, growth], [[], { parse: `no ${at}` }, {}]);
    }
  });

  it('have the median of their rounds, and of the ratios of neighbouring rounds', () => {
    const row = rowOf(part, { size: 10, amount: 3 }, [
      [1, 2],
      [4, 4],
      [2, 6],
    ]);
    assert.deepEqual([row.ms, row.perSecond, row.against], [2, 1500, { ratio: 2, low: 1, high: 3 }]);
  });

  it('grow by the slope of logarithms', () => {
    const square = [2, 4, 8].map((size) => ({ size, ms: 3 * size ** 2 }));
    assert.equal(growthOf(square), 2);
    assert.equal(growthOf([1, 10, 100].map((size) => ({ size, ms: 5 }))), 0);
    assert.ok(Number.isNaN(growthOf([{ size: 1, ms: 1 }])));
  });
});

describe('the load of a machine', () => {
  it('is the busy share of each core between two looks, summed', () => {
    const before = [times(100, 100), times(0, 50)];
    assert.equal(busyBetween(before, [times(150, 150), times(0, 150)]), 0.5);
    assert.equal(busyBetween(before, [times(200, 100), times(25, 125)]), 1.25);
    assert.equal(busyBetween(before, before), 0);
  });
});

describe('the files of a measurement', () => {
  const row = rowOf(part, { size: 10, amount: 2 }, [[1], [3]]);
  const bench = { rows: [row], growth: {}, skipped: {}, busyCores: 1.5, loaded: true };

  it('say in every row whether the machine was loaded', () => {
    const [head = '', line] = partsCsv(bench).trim().split('\n');
    assert.equal(head.split(',').slice(-2).join(), 'busy_cores,loaded');
    assert.equal(line, 'parse,characters,10,turns,1000,2,1,3,2,2,,,,1.5,true');
  });

  it('draw a panel a part with its exponent, and say above whether the machine was loaded', async () => {
    const other = { ...row, part: '<b>bold</b>' };
    const svg = await partsSvg({ ...bench, rows: [row, other], growth: { parse: 1.02 } });
    assert.match(svg, /Measured on a loaded machine \(1\.5 cores busy\)/u);
    assert.match(svg, /~ size\^1\.02/u);
    assert.ok(svg.includes('&lt;b&gt;bold') && !svg.includes('<b>'));
    assert.doesNotMatch(await partsSvg({ ...bench, loaded: false }), /loaded/u);
  });

  it('are shown as a line each', () => {
    assert.equal(partLine(row), 'parse, 10 characters: 1000 turns/s, 2 ms a call (1-3 ms, 2 rounds)');
  });
});
