import { setTimeout as wait } from 'node:timers/promises';
import { closeAll } from '../../core/open-whole.ts';
import { throughput, type Throughput } from '../throughput.ts';
import {
  engineCommand,
  openPeer,
  type PeerProcess,
  type PeerRequest,
  type PeerWork,
  torchCommand,
} from './peer-process.ts';

/** Speeds of one kind of work on both sides, measured in turn. */
export interface PeerRatio {
  readonly kind: PeerRequest['do'];
  readonly ours: Throughput;
  readonly torch: Throughput;
  /** Ours over PyTorch's, by the medians. */
  readonly ratio: number;
  /** Least and greatest ratio of two rounds that followed one another. */
  readonly range: readonly [number, number];
}

/** A comparison, or why there is none. */
export type PeerComparison =
  | {
      readonly versions: Readonly<Record<string, string>>;
      readonly ratios: readonly PeerRatio[];
    }
  | { readonly skipped: string };

/** What is compared, and how often. */
export interface PeerOptions extends PeerWork {
  readonly python: string;
  readonly rounds: number;
  /** Processes that work side by side on each side, as the runs of `reproduce` do. */
  readonly processes: number;
}

/** Ours: longer than the threads of either side spin before they sleep. */
const restMs = 500;

/**
 * Times the embedded engine and PyTorch's eager mode in turn, a round of ours and a round of PyTorch's, so that a
 * machine whose speed drifts slows both; one uncounted round of each comes first.
 */
export async function comparePeers(options: PeerOptions): Promise<PeerComparison> {
  const opened: Side[] = [];
  try {
    for (const command of [torchCommand(options.python, options), engineCommand(options)]) {
      const side = await openSide(command, options);
      if ('skipped' in side) return side;
      opened.push(side);
    }
    const [torch, ours] = opened as [Side, Side];
    const ratios: PeerRatio[] = [];
    for (const kind of ['train', 'decode'] as const) {
      const rounds: { ours: Round; torch: Round }[] = [];
      for (let round = 0; round <= options.rounds; round += 1)
        rounds.push({ ours: await ours.round(kind), torch: await torch.round(kind) });
      ratios.push(peerRatio(kind, rounds.slice(1)));
    }
    return { versions: { ...torch.versions, ...ours.versions }, ratios };
  } finally {
    await closeAll(opened.map((side) => () => side.close()));
  }
}

/** Time of a round, and the tokens of all processes in it. */
export interface Round {
  readonly seconds: number;
  readonly tokens: number;
}

/** The speeds of rounds that followed one another in pairs, at least one, and their ratio. */
export function peerRatio(
  kind: PeerRequest['do'],
  pairs: readonly { readonly ours: Round; readonly torch: Round }[],
): PeerRatio {
  const ours = throughput(pairs.map((pair) => speed(pair.ours)));
  const torch = throughput(pairs.map((pair) => speed(pair.torch)));
  const ratios = pairs.map((pair) => speed(pair.ours) / speed(pair.torch));
  return {
    kind,
    ours,
    torch,
    ratio: short(ours.median / torch.median),
    range: [short(Math.min(...ratios)), short(Math.max(...ratios))],
  };
}

function speed({ seconds, tokens }: Round): number {
  return tokens / seconds;
}

function short(ratio: number): number {
  return Math.round(1000 * ratio) / 1000;
}

interface Side {
  readonly versions: Readonly<Record<string, string>>;
  round(kind: PeerRequest['do']): Promise<Round>;
  close(): Promise<void>;
}

/** Processes of one side, which do each round together. */
async function openSide(
  command: readonly string[],
  { processes, lanes }: PeerOptions,
): Promise<Side | { readonly skipped: string }> {
  const peers: PeerProcess[] = [];
  const close = (): Promise<void> => closeAll(peers.map((peer) => () => peer.close()));
  for (let index = 0; index < processes; index += 1) {
    const peer = await openPeer(command);
    if ('skipped' in peer) {
      await close();
      return peer;
    }
    peers.push(peer);
  }
  return {
    versions: peers[0]?.versions ?? {},
    round: async (kind) => {
      await wait(restMs);
      const rounds = await Promise.all(peers.map((peer) => peer.ask({ do: kind, lanes })));
      return {
        seconds: Math.max(...rounds.map(({ seconds }) => seconds)),
        tokens: rounds.reduce((sum, { tokens }) => sum + tokens, 0),
      };
    },
    close,
  };
}
