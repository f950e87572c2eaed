import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { TableEngine } from '../../../train/testing/table-engine.ts';
import { PolicyServer } from '../testing/policy-server.ts';
import { runConformance } from './run-conformance.ts';

const open = async (): Promise<TableEngine> =>
  new TableEngine(32, { count: 32, of: (prefix) => prefix.at(-1) ?? 0 });

describe('the conformance of a server', () => {
  for (const [server, reduction, other] of [
    ['twinzero', 'token-sum', 'sequence-mean'],
    ['skyrl-jax', 'sequence-mean', 'token-sum'],
  ] as const)
    it(`is measured: one of ${server}'s ways, and one that only says so`, async () => {
      const folder = await mkdtemp(join(tmpdir(), 'twinzero-conformance-'));
      const check = async (real: 'token-sum' | 'sequence-mean'): ReturnType<typeof runConformance> =>
        runConformance({
          server,
          model: 'base',
          rank: 8,
          place: {
            url: 'http://table.test',
            fetch: new PolicyServer({ open, folder, reduction: real }).fetch,
          },
          decode: null,
        });
      try {
        const { findings, profile, differing } = await check(reduction);
        assert.deepEqual(
          findings.filter(({ passed }) => passed === false),
          [],
        );
        assert.equal(findings.length, 11);
        assert.deepEqual(
          [profile.reduction, profile.olderSnapshot, profile.deduplicates],
          [reduction, 'newest', true],
        );
        assert.deepEqual(differing, ['olderSnapshot']);
        const signed = findings.find(({ check: name }) => name === 'signed weights')?.found ?? '';
        assert.match(signed, reduction === 'token-sum' ? /which is right$/u : /which is wrong: /u);
        const liar = await check(other);
        assert.equal(liar.profile.reduction, other);
        assert.ok(liar.differing.includes('reduction'));
      } finally {
        await rm(folder, { recursive: true });
      }
    });
});
