/** A protocol that base policies were taught. */
export type StartProtocol = 'rezero' | 'search-r1';

/**
 * Shipped base policies by protocol, two of each, made by one recipe under two seeds: with one, a seed of a run would be
 * no more than an order of questions and of draws.
 */
const folders: Readonly<Record<StartProtocol, readonly [odd: string, even: string]>> = {
  rezero: ['data/models/meridian-base', 'data/models/meridian-base-2'],
  'search-r1': ['data/models/meridian-search-r1', 'data/models/meridian-search-r1-2'],
};

/** Every shipped base policy: its folder and the protocol that it was taught. */
export const startPolicies: readonly { readonly folder: string; readonly protocol: StartProtocol }[] = (
  ['rezero', 'search-r1'] as const
).flatMap((protocol) => folders[protocol].map((folder) => ({ folder, protocol })));

/** The base policy that runs of a seed start from: the first for an odd seed, the second for an even one. */
export function startOf(
  protocol: StartProtocol,
  seed: number,
): { readonly kind: 'embedded'; readonly folder: string } {
  const [odd, even] = folders[protocol];
  return { kind: 'embedded', folder: seed % 2 === 1 ? odd : even };
}
