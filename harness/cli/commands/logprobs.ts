import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import { type EngineFlags, withEngineFlags } from '../engine-flags.ts';
import { printLine } from '../print.ts';

interface LogprobsFlags extends EngineFlags {
  readonly model: string;
  readonly adapter?: string;
  readonly tokens: string;
}

/** Place in the help. */
export const rank = 150;

/** `twinzero logprobs`: the log-probability of each token given its prefix, to compare with any other stack. */
export function logprobsCommand(): Command {
  const command = new Command('logprobs')
    .description('print the log-probability of each token given its prefix, n - 1 per sequence, as JSON')
    .requiredOption('--model <dir>', 'Hugging Face folder')
    .option('--adapter <dir>', 'PEFT folder of an adapter on that model')
    .requiredOption('--tokens <file>', 'JSON array of token-id arrays');
  return withEngineFlags(command, { threads: availableParallelism() }).action(
    async (flags: LogprobsFlags) => {
      printLine(JSON.stringify(await scoreTokens(flags)));
    },
  );
}

async function scoreTokens({
  model,
  adapter,
  tokens,
  provider,
  threads,
}: LogprobsFlags): Promise<number[][]> {
  const { readTokenSequences } = await import('../read-token-sequences.ts');
  const { readModelConfig } = await import('../../engine/index.ts');
  const { openTokenPolicy } = await import('../../engine/index.ts');
  const { requireScorer } = await import('../../engine/index.ts');
  const sequences = await readTokenSequences(tokens, await readModelConfig(model));
  const maxTokens = sequences.reduce((longest, sequence) => Math.max(longest, sequence.length), 0);
  const on = adapter === undefined ? {} : { adapter: { folder: adapter } };
  const spec = { kind: 'embedded', folder: model, ...on } as const;
  const policy = await openTokenPolicy(spec, { provider, threads, maxTokens });
  try {
    return await requireScorer(policy).logprobs(sequences, { temperature: 1 });
  } finally {
    await policy.close();
  }
}
