import { createInterface } from 'node:readline';
import { env } from 'onnxruntime-node';
import { readModelConfig } from '../../engine/index.ts';
import { openEmbeddedPolicy } from '../../engine/embedded/worker/embedded-policy.ts';
import { decoding, training } from '../bench-task.ts';
import type { PeerReply, PeerRequest, PeerWork } from './peer-process.ts';

// The embedded engine as the other side of `torch_peer.py`: it reads and writes the same lines.
const work = JSON.parse(process.argv[2] ?? '') as PeerWork;
const { folder, threads, sequences, tokens, lanes, context } = work;
const config = await readModelConfig(folder);
const policy = await openEmbeddedPolicy({
  folder,
  provider: 'cpu',
  threads,
  lanes,
  maxTokens: Math.max(tokens, context),
});
const works = {
  train: training(
    policy,
    { kind: 'train', trained: 'full', sequences, tokensPerSequence: tokens, stepsPerCall: 1 },
    config,
  ),
  decode: decoding(policy, { kind: 'decode', lanes, contextTokens: context }, config),
};
const say = (reply: PeerReply): boolean => process.stdout.write(`${JSON.stringify(reply)}\n`);

say({ versions: { node: process.versions.node, onnxruntime: env.versions.node ?? 'unknown' } });
for await (const line of createInterface({ input: process.stdin })) {
  const { do: kind } = JSON.parse(line) as PeerRequest;
  const start = performance.now();
  await works[kind].round();
  say({ seconds: (performance.now() - start) / 1000, tokens: works[kind].tokens });
}
await policy.close();
