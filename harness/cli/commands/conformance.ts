import { Command, Option } from 'commander';
import { type ServerName, serverNames } from '../../engine/index.ts';
import { parseRank } from '../parse-number.ts';
import { oneLine, printError, printLine } from '../print.ts';

interface ConformanceFlags {
  readonly url: string;
  readonly server: ServerName;
  readonly model: string;
  readonly tokenizer?: string;
  readonly rank: number;
  readonly apiKeyVariable?: string;
  readonly json?: boolean;
}

/** Place in the help. */
export const rank = 146;

/** `twinzero conformance`: what a server that trains really does, and the profile that fits it. */
export function conformanceCommand(): Command {
  return new Command('conformance')
    .description(
      'measure what a server of the Tinker protocol does: order, losses, gradients, snapshots, resuming',
    )
    .addOption(new Option('--engine <name>', 'the protocol').choices(['tinker']).default('tinker'))
    .requiredOption('--url <address>', 'of the server, e.g. http://127.0.0.1:8000')
    .addOption(
      new Option('--server <kind>', 'the kind it is taken for').choices(serverNames).default('skyrl-jax'),
    )
    .requiredOption('--model <name>', 'base model, as the server names it')
    .option('--tokenizer <folder>', "the model's tokenizer, to check stop strings")
    .option('--rank <n>', 'rank of the adapter, 0 for all weights', parseRank, 8)
    .option('--api-key-variable <name>', 'environment variable that holds the key of the server')
    .option('--json', 'print JSON')
    .action(check);
}

async function check(flags: ConformanceFlags): Promise<void> {
  const { huggingFaceCodec, runConformance } = await import('../../engine/index.ts');
  const { server, model, rank: loraRank, url, apiKeyVariable, tokenizer } = flags;
  const codec = tokenizer === undefined ? null : await huggingFaceCodec(tokenizer, {});
  const { findings, profile, differing } = await runConformance({
    server,
    model,
    rank: loraRank,
    place: { url, ...(apiKeyVariable !== undefined && { apiKeyVariable }) },
    decode: codec === null ? null : (tokens) => codec.decode(tokens),
    onFinding: ({ check: name }) => printError(`checked ${name}`),
  });
  if (flags.json === true) printLine(JSON.stringify({ findings, profile, differing }, null, 2));
  else {
    for (const { check: name, passed, found } of findings)
      printLine(`${passed === null ? 'noted ' : passed ? 'passed' : 'FAILED'}  ${name}: ${oneLine(found)}`);
    printLine(`\nprofile that fits:\n${JSON.stringify(profile, null, 2)}`);
    if (differing.length > 0) printLine(`\ndiffers from ${server} in ${differing.join(', ')}`);
  }
  if (differing.length > 0 || findings.some(({ passed }) => passed === false)) process.exitCode = 1;
}
