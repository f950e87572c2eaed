import { env } from 'onnxruntime-node';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { apollo13Folder } from '../data/apollo13/apollo13-folder.ts';
import { verifyApollo13 } from '../data/apollo13/verify-apollo13.ts';
import { probeProvider } from '../engine/embedded/probe-provider.ts';
import { describeMachine } from '../train/describe-machine.ts';
import { checkNodeVersion } from './check-node-version.ts';
import { checkWritable } from './check-writable.ts';
import type { Diagnosis, Finding } from './diagnosis.ts';

/** Looks at this machine without changing anything; each provider is tried in a process of its own. */
export async function diagnose(options: { readonly results: string }): Promise<Diagnosis> {
  const folder = apollo13Folder();
  const [machine, providers, writable, apollo13] = await Promise.all([
    describeMachine(),
    Promise.all((['cpu', 'webgpu', 'cuda'] as const).map((provider) => probeProvider(provider))),
    checkWritable(options.results),
    checkApollo13(folder),
  ]);
  return {
    ...machine,
    onnxRuntime: env.versions.node ?? 'unknown',
    node: checkNodeVersion(machine.versions['node'] ?? ''),
    providers,
    results: { folder: options.results, ...writable },
    apollo13: { folder, ...apollo13 },
  };
}

async function checkApollo13(folder: string): Promise<Finding> {
  try {
    await verifyApollo13({ folder });
    return { ok: true };
  } catch (error) {
    if (error instanceof TwinZeroError) return { ok: false, reason: error.message };
    throw error;
  }
}
