import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../harness/core/package-root.ts';
import { findReproduction, reproductionNames } from '../harness/reproduce/find-reproductions.ts';

describe('the reproductions', () => {
  it('have words for the finding of every claim, which fit behind "did not"', async () => {
    for (const name of await reproductionNames()) {
      const { report } = await findReproduction(name);
      for (const { id, finding } of report.claims) {
        assert.ok(finding !== undefined, `${name} ${id}`);
        const [does = '', did = ''] = [finding.does, finding.did].map((text) => text.split(' ')[0] ?? '');
        assert.notEqual(does, did, `${name} ${id}: ${does}`);
        assert.doesNotMatch(`${finding.does}${finding.did}${finding.subject}`, /\.$|\n/u);
      }
    }
  });

  it("hold their own parts against the authors' lines, and those parts are there", async () => {
    const named: string[] = [];
    for (const name of await reproductionNames()) {
      const { code } = (await findReproduction(name)).report;
      for (const { ours, lines, commit } of code?.lines ?? []) {
        named.push(name);
        assert.ok(existsSync(join(packageRoot(), ours)), `${name}: ${ours}`);
        assert.match(lines, /^\d+(?:-\d+)?$/u);
        assert.match(commit, /^[0-9a-f]{7,40}$/u);
      }
    }
    assert.deepEqual([...new Set(named)], ['rezero', 'zerosearch']);
  });

  it('have a page that reads their logs, to which the page of the result links', async () => {
    for (const name of await reproductionNames())
      assert.ok(existsSync(join(packageRoot(), 'reproductions', name, 'README.md')), name);
  });
});
