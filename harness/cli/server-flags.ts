import { type Command, Option } from 'commander';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { type ServerName, serverNames } from '../engine/index.ts';
import type { TokenPrices } from '../reproduce/estimate-tokens.ts';
import type { ServerChoice } from '../reproduce/server-choice.ts';
import { parseRank, parseTokenPrices } from './parse-number.ts';

/** Flags of commands that may train on a server. */
export interface ServerFlags {
  readonly engine: 'embedded' | 'tinker';
  readonly url?: string;
  readonly server: ServerName;
  readonly model?: string;
  readonly tokenizer?: string;
  readonly rank?: number;
  readonly simulatorUrl?: string;
  readonly apiKeyVariable?: string;
  readonly preset?: string;
  readonly dryRun?: boolean;
  readonly tokenPrices?: TokenPrices;
}

/** Adds them to a command. */
export function withServerFlags(command: Command): Command {
  return command
    .addOption(
      new Option('--engine <name>', 'what trains: this machine, or a server of the Tinker protocol')
        .choices(['embedded', 'tinker'])
        .default('embedded'),
    )
    .option('--url <address>', 'of the server, e.g. http://127.0.0.1:8000')
    .addOption(new Option('--server <kind>', 'kind of server').choices(serverNames).default('skyrl-jax'))
    .option('--model <name>', 'base model, as the server names it')
    .option(
      '--tokenizer <folder>',
      "a served model's tokenizer and chat template; default: the model, where it is a folder",
    )
    .option(
      '--rank <n>',
      'rank of the adapter, 0 for all weights; default that of the preset, or 32',
      parseRank,
    )
    .option(
      '--simulator-url <address>',
      'OpenAI-compatible server of a simulator that is asked by chat, with its /v1',
    )
    .option('--api-key-variable <name>', 'environment variable that holds the key of the server')
    .option(
      '--preset <name>',
      "settings to train with, e.g. the paper's, see `describe`; of released models those to play with, e.g. authors-code,corrected",
    )
    .option(
      '--dry-run',
      'print the plan: what would be trained and what it costs at most, or what released models need; check the server, train nothing',
    )
    .option(
      '--token-prices <list>',
      'US dollars for a million tokens read, sampled and trained, e.g. 0.18,0.44,0.5',
      parseTokenPrices,
    );
}

/**
 * The server that the flags name; null for this machine.
 * @throws TwinZeroError `configuration` for a server without address, and flags of a server without one.
 */
export function serverChoiceOf(flags: ServerFlags): ServerChoice | null {
  const { engine, server, url, model, tokenizer, rank, simulatorUrl, apiKeyVariable, preset } = flags;
  if (engine === 'embedded') {
    const stray = Object.entries({ url, model, tokenizer, rank, preset }).find(
      ([, value]) => value !== undefined,
    );
    if (stray === undefined) return null;
    throw new TwinZeroError(
      'configuration',
      `--${stray[0]} is about a server that trains; add --engine tinker`,
    );
  }
  if (url === undefined)
    throw new TwinZeroError(
      'configuration',
      'a server that trains has an address; add --url, e.g. http://127.0.0.1:8000',
    );
  return {
    server,
    url,
    ...(model !== undefined && { model }),
    ...(tokenizer !== undefined && { tokenizer }),
    ...(rank !== undefined && { rank }),
    ...(simulatorUrl !== undefined && { simulatorUrl }),
    ...(apiKeyVariable !== undefined && { apiKeyVariable }),
    ...(preset !== undefined && { preset }),
  };
}
