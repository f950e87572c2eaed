import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import { createEmbeddedEngine } from '../engine/embedded/create-embedded-engine.ts';
import { readModelConfig } from '../engine/embedded/read-model-config.ts';
import type { Provider } from '../engine/embedded/session-factory.ts';
import { parseCount } from './parse-count.ts';
import { readTokenSequences } from './read-token-sequences.ts';

interface LogprobsFlags {
  readonly model: string;
  readonly tokens: string;
  readonly provider: Provider;
  readonly threads: number;
}

/** `twinzero logprobs`: the log-probability of each token given its prefix, to compare with any other stack. */
export function logprobsCommand(): Command {
  return new Command('logprobs')
    .description('print the log-probability of each token given its prefix, n - 1 per sequence, as JSON')
    .requiredOption('--model <dir>', 'Hugging Face folder')
    .requiredOption('--tokens <file>', 'JSON array of token-id arrays')
    .option('--provider <name>', 'cpu, webgpu or cuda', 'cpu')
    .option('--threads <n>', 'CPU threads', parseCount, availableParallelism())
    .action(async (flags: LogprobsFlags) => {
      console.log(JSON.stringify(await scoreTokens(flags)));
    });
}

async function scoreTokens({ model, tokens, provider, threads }: LogprobsFlags): Promise<number[][]> {
  const sequences = await readTokenSequences(tokens, await readModelConfig(model));
  if (sequences.length === 0) return [];
  const maxTokens = sequences.reduce((longest, sequence) => Math.max(longest, sequence.length), 0);
  const engine = await createEmbeddedEngine({ folder: model, provider, threads, maxTokens });
  try {
    return await engine.logprobs(sequences);
  } finally {
    await engine.close();
  }
}
