import { Bench } from 'tinybench';
import { closeAll } from '../../core/open-whole.ts';
import type { PartReply, PartRequest } from './part-side.ts';
import type { OpenPart } from './part.ts';
import { parts } from './parts.ts';

// The process of one side: it opens a part at all its sizes and calls it when it is asked to, so that two versions of the
// code can be measured in turn.
const open = new Map<number, OpenPart>();

/** The median time of a call, in milliseconds, of as many as fit into `ms`, one at least. */
async function round({ call, before }: OpenPart, ms: number): Promise<number> {
  const bench = new Bench({ time: ms, iterations: 1, warmup: false, throws: true });
  bench.add('call', call, before === undefined ? {} : { beforeEach: async () => void (await before()) });
  await bench.run();
  const result = bench.getTask('call')?.result;
  return result !== undefined && 'latency' in result ? result.latency.p50 : Number.NaN;
}

async function closeOpen(): Promise<void> {
  const closing = [...open.values()];
  open.clear();
  await closeAll(
    closing.map(
      ({ close }) =>
        async () =>
          close?.(),
    ),
  );
}

async function answer(request: PartRequest): Promise<PartReply> {
  if (request.do === 'close') return closeOpen().then(() => ({ done: true }));
  if (request.do === 'round') {
    const part = open.get(request.size);
    return part === undefined ? { reason: 'it is not open' } : { ms: await round(part, request.ms) };
  }
  const part = parts.find(({ id }) => id === request.id);
  if (part === undefined) return { reason: `this version has no part "${request.id}"` };
  const opened = await part.open(request.size);
  open.set(request.size, opened);
  return { amount: opened.amount };
}

process.on('message', (request: PartRequest) => {
  void answer(request)
    .catch((error: unknown): PartReply => ({
      reason: error instanceof Error ? error.message : String(error),
    }))
    .then((reply) => process.send?.(reply));
});
process.on('disconnect', () => process.exit());
