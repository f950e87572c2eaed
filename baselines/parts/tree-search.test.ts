import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Random } from '../../harness/core/random.ts';
import { endsOf, treeSearch, type TreeNode, type TreeWorld, uct } from './tree-search.ts';

/** A tree that is written out: what follows a path, by its letters, and the rewards of its ends. */
function written(
  follows: Readonly<Record<string, string>>,
  rewards: Readonly<Record<string, number>>,
): TreeWorld<string> & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    follow: async (path) => {
      asked.push(path.join(''));
      return Array.from(follows[path.join('')] ?? '');
    },
    reward: (path) => rewards[path.join('')] ?? null,
  };
}

const options = { rollouts: 4, exploration: 1, maxDepth: 9, random: Random.seeded(1) };

/** Every node as `path visits/value`. */
function counts(node: TreeNode<string>): string[] {
  return [`${node.path.join('')} ${node.visits}/${node.value}`, ...(node.children ?? []).flatMap(counts)];
}

describe('a tree search', () => {
  it('weighs a mean reward against how seldom it was tried', () => {
    // 1.5 / 2 + 0.5 sqrt(ln 8 / 2) = 0.75 + 0.5 sqrt(1.039721)
    assert.ok(Math.abs(uct({ visits: 2, value: 1.5 }, 8, 0.5) - (0.75 + 0.5 * 1.0196669)) < 1e-6);
    assert.equal(uct({ visits: 4, value: 1 }, 100, 0), 0.25);
  });

  /*
   * By hand, with one path below each child, so that nothing is left to chance but which child is tried first:
   * rollouts 1 and 2 try `a` (reward 0.2) and `b` (0.9), in some order. Then N = 2:
   *   a: 0.2 + sqrt(ln 2 / 1) = 1.0326,  b: 0.9 + 0.8326 = 1.7326  -> rollout 3 takes b.
   * N = 3: a: 0.2 + sqrt(ln 3) = 1.2481,  b: 1.8 / 2 + sqrt(ln 3 / 2) = 0.9 + 0.7412 = 1.6412  -> b.
   * N = 4: a: 0.2 + sqrt(ln 4) = 1.3774,  b: 2.7 / 3 + sqrt(ln 4 / 3) = 0.9 + 0.6798 = 1.5798  -> b.
   * N = 5: a: 0.2 + sqrt(ln 5) = 1.4687,  b: 3.6 / 4 + sqrt(ln 5 / 4) = 0.9 + 0.6343 = 1.5343  -> b.
   * N = 6: a: 0.2 + sqrt(ln 6) = 1.5386,  b: 4.5 / 5 + sqrt(ln 6 / 5) = 0.9 + 0.5986 = 1.4986  -> a.
   */
  it('follows a trace that was worked out by hand', async () => {
    const trace = [
      ['a 1/0.2', 'ax 1/0.2', 'b 1/0.9', 'by 1/0.9'],
      ['a 1/0.2', 'ax 1/0.2', 'b 2/1.8', 'by 2/1.8'],
      ['a 1/0.2', 'ax 1/0.2', 'b 3/2.7', 'by 3/2.7'],
      ['a 1/0.2', 'ax 1/0.2', 'b 4/3.6', 'by 4/3.6'],
      ['a 1/0.2', 'ax 1/0.2', 'b 5/4.5', 'by 5/4.5'],
      ['a 2/0.4', 'ax 2/0.4', 'b 5/4.5', 'by 5/4.5'],
    ];
    for (const [i, expected] of trace.entries()) {
      const world = written({ '': 'ab', a: 'x', b: 'y' }, { ax: 0.2, by: 0.9 });
      const root = await treeSearch(world, { ...options, rollouts: i + 2 });
      assert.equal(root.visits, i + 2);
      assert.deepEqual(counts(root).slice(1), expected);
      // Each node is expanded once, whoever comes again; ends are not.
      assert.deepEqual(world.asked.toSorted(), ['', 'a', 'b']);
    }
  });

  it('tries every child before it returns to one, and adds a reward to all of its path', async () => {
    const world = written({ '': 'abcd' }, { a: 1, b: 0, c: 0.5, d: 0.25 });
    const root = await treeSearch(world, options);
    assert.deepEqual(counts(root), [' 4/1.75', 'a 1/1', 'b 1/0', 'c 1/0.5', 'd 1/0.25']);
  });

  it('pays nothing for a dead end or a path that is cut at its depth', async () => {
    const world = written({ '': 'ab', a: 'x', b: '' }, { ax: 1 });
    const root = await treeSearch(world, { ...options, rollouts: 2, maxDepth: 1 });
    assert.deepEqual(counts(root), [' 2/0', 'a 1/0', 'b 1/0']);
    assert.deepEqual(endsOf(root, world), []);
  });

  it('gives every end that was met, also those that no rollout took', async () => {
    const world = written({ '': 'abc', c: 'xy' }, { a: 1, cx: 1, cy: 1 });
    const root = await treeSearch(world, { ...options, rollouts: 3 });
    assert.deepEqual(
      endsOf(root, world).map((path) => path.join('')),
      ['a', 'cx', 'cy'],
    );
  });

  it('plays the same for a seed and another game for another', async () => {
    const [one, again, other] = [1, 1, 2].map(async (seed) => {
      const world = written({ '': 'abcdefgh' }, { a: 1 });
      return counts(await treeSearch(world, { ...options, rollouts: 3, random: Random.seeded(seed) }));
    });
    assert.deepEqual(await one, await again);
    assert.notDeepEqual(await one, await other);
  });
});
