import type { PeerComparison, PeerOptions } from './compare-peers.ts';

/** The comparison for a terminal. */
export function peerLines(comparison: PeerComparison, options: PeerOptions): readonly string[] {
  if ('skipped' in comparison)
    return [`skipped: ${options.python} has no PyTorch to compare with (${comparison.skipped})`];
  const { sequences, tokens, lanes, context, threads, processes } = options;
  const work = { train: `${sequences} x ${tokens} tokens`, decode: `${lanes} lanes to ${context} tokens` };
  const versions = Object.entries(comparison.versions).map(([name, version]) => `${name} ${version}`);
  return [
    `${versions.join(', ')}; ${processes} x ${threads} threads`,
    ...comparison.ratios.map(
      ({ kind, ours, torch, ratio, range }) =>
        `${kind.padEnd(8)}${work[kind]}: ours ${ours.median} tokens/s (${ours.slowest}-${ours.fastest}), PyTorch ${torch.median} (${torch.slowest}-${torch.fastest}), ratio ${ratio} (${range.join('-')} in ${ours.rounds} rounds)`,
    ),
  ];
}
