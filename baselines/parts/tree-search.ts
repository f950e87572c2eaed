import type { Random } from '../../harness/core/random.ts';

/** What is searched: steps that follow a path of steps, and what a path is worth that goes no further. */
export interface TreeWorld<Step> {
  /** The steps that may follow, none of them twice; none where the path is a dead end. */
  follow(path: readonly Step[]): Promise<readonly Step[]>;
  /** Reward of a path that is at its end, 0 to 1; null for one that goes on. */
  reward(path: readonly Step[]): number | null;
}

/** Settings of a tree search. */
export interface TreeSearchOptions {
  /** Paths that are played to their end, from 1. */
  readonly rollouts: number;
  /** Weight of what was seldom tried, from 0. */
  readonly exploration: number;
  /** Most steps of a path, from 1. */
  readonly maxDepth: number;
  readonly random: Random;
}

/** A path of steps that the search has met. */
export interface TreeNode<Step> {
  readonly path: readonly Step[];
  /** Null until it was expanded. */
  children: readonly TreeNode<Step>[] | null;
  /** Rollouts that went through it. */
  visits: number;
  /** Their rewards, summed. */
  value: number;
}

/**
 * Monte Carlo tree search. A rollout descends by UCT as far as the tree reaches, a child that was never tried before any
 * other; from there it expands each node and goes on to a random child, until a path ends or is at its depth; its reward, 0
 * for a path without an end, is added to every node on the way. Draws are keyed by rollout and depth.
 */
export async function treeSearch<Step>(
  world: TreeWorld<Step>,
  options: TreeSearchOptions,
): Promise<TreeNode<Step>> {
  const root: TreeNode<Step> = leaf([]);
  for (let rollout = 0; rollout < options.rollouts; rollout += 1) {
    const random = options.random.fork('rollout', rollout);
    const way = [root];
    for (let node = root; ;) {
      const children = await childrenOf(node, world, options);
      if (children.length === 0) break;
      node = chosen(node, children, { ...options, random });
      way.push(node);
    }
    const reward = world.reward(way.at(-1)?.path ?? []) ?? 0;
    for (const node of way) {
      node.visits += 1;
      node.value += reward;
    }
  }
  return root;
}

/** The children of a node, which is expanded where it was not; none at the end of a path or at its depth. */
async function childrenOf<Step>(
  node: TreeNode<Step>,
  world: TreeWorld<Step>,
  { maxDepth }: Pick<TreeSearchOptions, 'maxDepth'>,
): Promise<readonly TreeNode<Step>[]> {
  const { path } = node;
  if (world.reward(path) !== null || path.length >= maxDepth) return [];
  node.children ??= (await world.follow(path)).map((step) => leaf([...path, step]));
  return node.children;
}

/** A random child among those never tried, else the best by UCT. Below a node just expanded none was: the simulation. */
function chosen<Step>(
  { path, visits }: TreeNode<Step>,
  children: readonly TreeNode<Step>[],
  { exploration, random }: Pick<TreeSearchOptions, 'exploration' | 'random'>,
): TreeNode<Step> {
  const untried = children.filter((child) => child.visits === 0);
  if (untried.length > 0) return random.fork(path.length).pick(untried);
  const score = (child: TreeNode<Step>): number => uct(child, visits, exploration);
  return children.reduce((best, child) => (score(child) > score(best) ? child : best));
}

/** Q / N + w sqrt(ln N_parent / N) of a node that was visited. */
export function uct(
  { visits, value }: Pick<TreeNode<unknown>, 'visits' | 'value'>,
  parentVisits: number,
  exploration: number,
): number {
  return value / visits + exploration * Math.sqrt(Math.log(parentVisits) / visits);
}

/** The paths of a tree that went to their end, each once, in the order in which they were met below each node. */
export function endsOf<Step>(
  root: TreeNode<Step>,
  world: Pick<TreeWorld<Step>, 'reward'>,
): readonly Step[][] {
  if (world.reward(root.path) !== null) return [[...root.path]];
  return (root.children ?? []).flatMap((child) => endsOf(child, world));
}

function leaf<Step>(path: readonly Step[]): TreeNode<Step> {
  return { path, children: null, visits: 0, value: 0 };
}
