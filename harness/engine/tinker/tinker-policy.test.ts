import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'mocha';
import { TableEngine } from '../../train/testing/table-engine.ts';
import type { EngineContractOptions } from '../testing/contract/bench.ts';
import { engineContract } from '../testing/engine-contract.ts';
import { openTinkerPolicy } from './policy/open-tinker-policy.ts';
import { PolicyServer } from './testing/policy-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'twinzero-tinker-'));
const newTable = async (): Promise<TableEngine> =>
  new TableEngine(8, { count: 8, of: (prefix) => prefix.at(-1) ?? 0 });

const options = (
  server: 'twinzero' | 'skyrl-jax',
  reduction: 'token-sum' | 'sequence-mean',
): EngineContractOptions => {
  const { fetch } = new PolicyServer({ open: newTable, folder, reduction });
  return {
    create: () =>
      openTinkerPolicy({
        server,
        model: 'base',
        lora: {
          rank: server === 'twinzero' ? 0 : 8,
          seed: 0,
          train_unembed: true,
          train_mlp: true,
          train_attn: true,
        },
        place: {
          url: 'http://table.test',
          fetch,
        },
        decode: (tokens) => tokens.join(' '),
        vocabularySize: 8,
        maxTokens: 512,
      }),
    prompts: [
      [1, 2, 3],
      [4, 2, 5, 6],
    ],
    stopToken: 7,
    learningRate: 1e-2,
    lacks: {
      topLogprobs: 'the protocol samples without the likeliest tokens',
      allowed: 'the protocol cannot hold a sample to certain tokens',
      temperature: 'the protocol scores at temperature 1 alone',
    },
  };
};

after(() => rmSync(folder, { recursive: true }));
engineContract('a policy on a server that sums tokens', options('twinzero', 'token-sum'));
engineContract('a policy on a server that takes means of sequences', options('skyrl-jax', 'sequence-mean'));
