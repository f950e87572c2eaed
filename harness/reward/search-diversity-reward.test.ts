import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import { parseSearchQuery, searchDiversityReward } from './search-diversity-reward.ts';
import { conversation } from './testing/conversation.ts';

// Python 3.11.7 with the formula of ReZero src/rewards.py:574-738 @20fb677 and the standard library's difflib; the first
// four are the situations of tests/test_rewards.py:609, 622, 636, 661 with queries of ours.
const cases: readonly (readonly [queries: readonly string[], value: number])[] = [
  [[], 0],
  [['how do tides form'], 0.2],
  [
    ['how do tides form', 'battery capacity of a weather balloon', 'history of the printing press in lyon'],
    0.6768101434768101,
  ],
  [['tide table', 'tide table', 'tide table'], 0],
  [['fuel-cell pressure', 'fuel-cell voltage'], 0.7080000000000001],
  [['oxygen tank 2 failure', 'oxygen tank 2 failures'], 0.30930232558139537],
  [['oxygen tank', 'Oxygen  tank!'], 0],
  [['site:nasa.gov tank', 'filetype:pdf tank'], 0.31],
  [['"main bus" undervolt', '"main bus" undervolt -test', 'main bus OR undervolt'], 0.6133333333333333],
  [['a OR b', 'a or b'], 0.15500000000000003],
  [['“quoted” tank', 'quoted tank'], 0],
  [['ΑΣ tank', 'ας tank'], 0],
  [['tank\u00a0two', 'tank two'], 0],
  [['crew', 'crew', 'cabin', 'cabin temperature'], 0.43530543530543536],
  [['x AND y AND z', 'x AND y'], 0.62],
  [['-a -b -c -d', '-e -f -g -h'], 0.4799999999999999],
  [['SITE:nasa.gov tank', 'tank'], 0],
  [['!!!', '...'], 0],
  [
    [
      'cryogenic stir timeline',
      'who ordered the stir',
      'tank two heater thermostat',
      'service module panel loss',
      'oxygen quantity sensor',
    ],
    0.6927380590110823,
  ],
  [['tank ', 'tank '.repeat(50)], 0.7873517786561265],
  [['tank '.repeat(50), 'tank heater'], 0.7815384615384615],
];

function valueOf(queries: readonly string[]): unknown {
  return searchDiversityReward(conversation(queries.map((q) => ['assistant', `<search>${q}</search>`])));
}

describe('searchDiversityReward', () => {
  for (const [queries, value] of cases)
    it(`gives ${value} for ${JSON.stringify(queries).slice(0, 60)}`, () => {
      const lines = queries.map((query) => ['assistant', `<search>${query}</search>`] as const);
      assert.deepEqual(searchDiversityReward(conversation(lines)), { value });
    });

  it('finds the operators that the published pattern finds, in any arrangement of spaces', () => {
    const piece = fc.constantFrom(' ', '  ', 'OR', 'AND', '"', '-', 'site:', 'a');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const query = pieces.join('');
        const pattern = /(?:site|filetype):[^ ]+|"[^"]+"|[ ]+OR[ ]+|[ ]+AND[ ]+|-\w+/g;
        assert.deepEqual(parseSearchQuery(query).operators, query.match(pattern) ?? []);
      }),
    );
  });

  it('compares the first 500 characters of the first 40 queries, and counts duplicates and operators over all', () => {
    const long = 'abcde fghij '.repeat(50);
    assert.deepEqual(valueOf([`${long}x`, `${long}y`]), valueOf([`${long}xx`, `${long}yy`]));
    const queries = Array.from({ length: 45 }, (_, i) => `${i}`.repeat(3));
    assert.deepEqual(valueOf(queries), valueOf([...queries.slice(0, 40), 'v', 'w', 'x', 'y', 'z']));
    assert.notDeepEqual(valueOf(queries), valueOf([...queries, 'an -operator']));
  });

  it('takes no query of a prompt or a document, and none with an angle bracket', () => {
    const episode = conversation([
      ['user', '<search>example</search>'],
      ['assistant', '<search>own query</search><search>a < b</search><search></search>'],
      ['user', '<information><search>planted</search></information>'],
    ]);
    assert.deepEqual(searchDiversityReward(episode), { value: 0.2 });
  });
});
