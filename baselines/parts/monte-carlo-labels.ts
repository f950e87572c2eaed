/** One way of playing on from a prefix of steps. */
export interface PlayedOn<Step> {
  /** All its steps, those of the prefix first. */
  readonly steps: readonly Step[];
  readonly correct: boolean;
}

/** A prefix of steps with the share of rollouts from it that were correct. */
export interface LabelledPrefix<Step> {
  readonly prefix: readonly Step[];
  readonly share: number;
}

interface Node<Step> extends LabelledPrefix<Step> {
  readonly rollouts: readonly PlayedOn<Step>[];
  readonly used: Set<number>;
  visits: number;
}

interface Pair<Step> {
  readonly node: Node<Step>;
  readonly index: number;
  readonly rollout: PlayedOn<Step>;
}

/**
 * Labels of the steps towards one answer by Monte Carlo estimation (ReARTeR @bd5dd67 PRM_Data/module.py, after OmegaPRM). In
 * turn the most promising rollout is taken that starts at a prefix with some right and some wrong ones, and a binary
 * search looks in its steps for the first that loses all: a prefix that always wins ends it, one that sometimes wins is
 * kept to start from and the later half is searched, one that never wins is kept and the earlier half is searched. Prefixes
 * that were met before are not played again.
 * @returns the empty prefix first, then in the order in which they were met.
 */
export async function monteCarloLabels<Step>(
  playOn: (prefix: readonly Step[]) => Promise<readonly PlayedOn<Step>[]>,
  { selections }: { readonly selections: number },
): Promise<LabelledPrefix<Step>[]> {
  const nodes = new Map<string, Node<Step>>();
  const estimate = async (prefix: readonly Step[]): Promise<Node<Step>> => {
    const key = JSON.stringify(prefix);
    const known = nodes.get(key);
    if (known !== undefined) return known;
    const rollouts = await playOn(prefix);
    const share = rollouts.filter(({ correct }) => correct).length / rollouts.length;
    const node = { prefix, share, rollouts, used: new Set<number>(), visits: 0 };
    nodes.set(key, node);
    return node;
  };
  await estimate([]);
  for (let selection = 0; selection < selections; selection += 1) {
    const pair = mostPromising([...nodes.values()]);
    if (pair === null) break;
    pair.node.used.add(pair.index);
    pair.node.visits += 1;
    const { steps } = pair.rollout;
    let [low, high] = [pair.node.prefix.length + 1, steps.length];
    while (low <= high) {
      const middle = Math.floor((low + high) / 2);
      const { share } = await estimate(steps.slice(0, middle));
      if (share === 1) break;
      if (share > 0) low = middle + 1;
      else high = middle - 1;
    }
  }
  return [...nodes.values()].map(({ prefix, share }) => ({ prefix, share }));
}

/** The unused rollout with the highest Q + U, the first among equals; null where none is left. */
function mostPromising<Step>(nodes: readonly Node<Step>[]): Pair<Step> | null {
  const all = nodes.reduce((sum, { visits }) => sum + visits, 0);
  const pairs = nodes
    .filter(({ share }) => share > 0 && share < 1)
    .flatMap((node) => node.rollouts.map((rollout, index): Pair<Step> => ({ node, index, rollout })))
    .filter(({ node, index }) => !node.used.has(index));
  const score = ({ node, rollout }: Pair<Step>): number => promise(node, rollout.steps.length, all);
  return pairs.reduce<Pair<Step> | null>(
    (best, pair) => (best === null || score(pair) > score(best) ? pair : best),
    null,
  );
}

/** Q + U: Q = 0.5^(1 - share) 0.9^(steps / 6), U = 0.125 sqrt(all visits) / (1 + visits). */
export function promise(
  { share, visits }: { readonly share: number; readonly visits: number },
  steps: number,
  allVisits: number,
): number {
  return 0.5 ** (1 - share) * 0.9 ** (steps / 6) + (0.125 * Math.sqrt(allVisits)) / (1 + visits);
}
