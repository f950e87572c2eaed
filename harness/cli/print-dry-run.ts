import type { DryRun } from '../reproduce/dry-run.ts';
import { priceOf, type TokenEstimate, type TokenPrices } from '../reproduce/estimate-tokens.ts';
import { oneLine, printLine } from './print.ts';

/** Prints what would be trained, what it comes to at most, and what the server says. */
export function printDryRun({ jobs, server, deviations }: DryRun, prices: TokenPrices | undefined): void {
  for (const { arm, seed, config, tokens } of jobs)
    printLine(
      `${arm}, seed ${seed}: ${config.steps} steps of ${config.questionsPerStep} x ${config.groupSize} episodes; at most ${tokensText(tokens, prices)}`,
    );
  const all = jobs.map(({ tokens }) => tokens).reduce(added, { prompt: 0, sampled: 0, trained: 0 });
  printLine(`${jobs.length} runs: at most ${tokensText(all, prices)}`);
  if (jobs[0] !== undefined)
    printLine(`\nsettings of the first run:\n${JSON.stringify(jobs[0].config, null, 2)}`);
  if (server === null) return;
  printLine(`\nserver: ${oneLine(server.health)}; models:`);
  for (const { name, maxTokens } of server.models)
    printLine(`  ${oneLine(name)}${maxTokens === null ? '' : `, ${maxTokens} tokens`}`);
  const { id, lacks, mostSamplerGap } = server.profile;
  printLine(
    `engine ${id}: without ${Object.keys(lacks ?? {}).join(', ')}; a gap of sampler and trainer above ${mostSamplerGap} nats a token ends a run`,
  );
  printLine('\ndifferences from the paper:');
  for (const line of deviations) printLine(`  ${line}`);
}

function added(sum: TokenEstimate, one: TokenEstimate): TokenEstimate {
  return {
    prompt: sum.prompt + one.prompt,
    sampled: sum.sampled + one.sampled,
    trained: sum.trained + one.trained,
  };
}

function tokensText(tokens: TokenEstimate, prices: TokenPrices | undefined): string {
  const { prompt, sampled, trained } = tokens;
  const counts = `${millions(prompt)} tokens read, ${millions(sampled)} sampled, ${millions(trained)} trained`;
  return prices === undefined ? counts : `${counts}, ${priceOf(tokens, prices).toFixed(2)} USD`;
}

function millions(count: number): string {
  return `${(count / 1_000_000).toFixed(1)} million`;
}
