import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type LabelledPrefix, monteCarloLabels, promise } from './monte-carlo-labels.ts';

/** Labels by letters where every rollout is written out: `abd!` is a correct one. */
async function labelled(
  rollouts: Readonly<Record<string, string>>,
  selections: number,
): Promise<{ readonly labels: string[]; readonly asked: string[] }> {
  const asked: string[] = [];
  const labels = await monteCarloLabels<string>(
    async (prefix) => {
      asked.push(prefix.join(''));
      return (rollouts[prefix.join('')] ?? '').split(' ').map((rollout) => ({
        steps: Array.from(rollout.replace('!', '')),
        correct: rollout.endsWith('!'),
      }));
    },
    { selections },
  );
  return { labels: labels.map(text), asked };
}

function text({ prefix, share }: LabelledPrefix<string>): string {
  return `${prefix.join('')} ${share}`;
}

describe('Monte Carlo labels', () => {
  it('promise more by wins, few steps and few visits', () => {
    // 0.5^0.5 0.9^0.5 + 0.125 sqrt(4) / 2 = 0.7071068 0.9486833 + 0.125
    assert.ok(Math.abs(promise({ share: 0.5, visits: 1 }, 3, 4) - (0.5 ** 0.5 * 0.9 ** 0.5 + 0.125)) < 1e-12);
    assert.equal(promise({ share: 1, visits: 0 }, 0, 0), 1);
  });

  /*
   * By hand. The question is won by one of two rollouts. Selection 1 takes the first, `abc` (equal promise): the middle of
   * steps 1 to 3 is 2, `ab` wins at times, so the later half: `abc` never wins. Selection 2: the question has 1 visit, so
   * 0.6708 + 0.125 / 2 for `abd`; `ab` has none, 0.6708 + 0.125 for its `abc`, which is known. Selection 3: both have one
   * visit; the question comes first: `ab` is known, `abd` always wins. Selection 4: `abd` of `ab` is known. Then no
   * rollout is left.
   */
  it('follow a trace that was worked out by hand', async () => {
    const world = { '': 'abc abd!', ab: 'abc abd!', abc: 'abc', abd: 'abd!' };
    assert.deepEqual(await labelled(world, 1), {
      labels: [' 0.5', 'ab 0.5', 'abc 0'],
      asked: ['', 'ab', 'abc'],
    });
    assert.deepEqual((await labelled(world, 2)).asked, ['', 'ab', 'abc']);
    const all = await labelled(world, 20);
    assert.deepEqual(all, {
      labels: [' 0.5', 'ab 0.5', 'abc 0', 'abd 1'],
      asked: ['', 'ab', 'abc', 'abd'],
    });
  });

  it('take the shorter rollout first', async () => {
    // 0.7071 0.9^(6/6) = 0.6364 against 0.7071 0.9^(2/6) = 0.6827; the middle of 1 and 2 is 1.
    const { asked } = await labelled({ '': 'abcdef gh!', g: 'gh!' }, 1);
    assert.deepEqual(asked, ['', 'g']);
  });

  it('search the earlier half for the error where a prefix never wins', async () => {
    // The shorter rollout x is taken first and always wins; then abcd: ab never, a at times.
    const { labels } = await labelled({ '': 'abcd x!', x: 'x!', ab: 'abz', a: 'ay! abcd' }, 2);
    assert.deepEqual(labels, [' 0.5', 'x 1', 'ab 0', 'a 0.5']);
  });

  it('leave a question alone that is always or never won', async () => {
    assert.deepEqual((await labelled({ '': 'ab! c!' }, 20)).asked, ['']);
    assert.deepEqual((await labelled({ '': 'ab c' }, 20)).labels, [' 0']);
  });
});
