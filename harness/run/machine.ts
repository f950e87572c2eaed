import { execFile } from 'node:child_process';
import { readFile, realpath } from 'node:fs/promises';
import { arch, cpus, platform, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { packageRoot } from '../core/package-root.ts';

/** Commit, versions and machine that a run is made with. */
export interface MachineDescription {
  /**
   * Commit of TwinZero, with `-dirty` after it when tracked files differ other than results and pages, which commands
   * write and no run reads; of an installed package the commit it was packed from; else null.
   */
  readonly commit: string | null;
  readonly versions: Readonly<Record<string, string>>;
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly memoryGiB: number;
    readonly platform: string;
  };
}

const manifest = z.object({ version: z.string(), dependencies: z.record(z.string(), z.string()) });

/** Reads the checkout, the package manifest and the operating system; the only place of training that does. */
export async function describeMachine(): Promise<MachineDescription> {
  const root = packageRoot();
  const text = await readFile(join(root, 'package.json'), 'utf8');
  const { version, dependencies } = manifest.parse(JSON.parse(text));
  const processors = cpus();
  return {
    commit: await commitOf(root),
    // Dependencies are pinned to exact versions, so the manifest says what is installed.
    versions: {
      node: process.versions.node,
      twinzero: version,
      onnxruntime: dependencies['onnxruntime-node'] ?? 'unknown',
    },
    machine: {
      cpu: processors[0]?.model.trim() ?? 'unknown',
      cores: processors.length,
      memoryGiB: Math.round((totalmem() / 2 ** 30) * 10) / 10,
      platform: `${platform()} ${arch()}`,
    },
  };
}

async function commitOf(root: string): Promise<string | null> {
  try {
    const git = async (...args: string[]): Promise<string> =>
      (await promisify(execFile)('git', args, { cwd: root })).stdout.trim();
    // Installed inside another project, TwinZero must not report that project's commit.
    if ((await realpath(await git('rev-parse', '--show-toplevel'))) !== (await realpath(root)))
      return await packedCommit(root);
    const changes = await git(
      'status',
      '--porcelain',
      '--untracked-files=no',
      '--',
      '.',
      ':!results',
      ':!*.md',
    );
    return `${await git('rev-parse', 'HEAD')}${changes === '' ? '' : '-dirty'}`;
  } catch {
    return packedCommit(root);
  }
}

/** What `npm pack` wrote beside the built files. */
async function packedCommit(root: string): Promise<string | null> {
  const text = await readFile(join(root, 'dist', 'commit.txt'), 'utf8').catch(() => '');
  return text.trim() === '' ? null : text.trim();
}
