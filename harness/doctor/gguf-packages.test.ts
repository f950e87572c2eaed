import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ggufPackages } from './gguf-packages.ts';

/** The packages without their scope, in a line. */
function names(build: Parameters<typeof ggufPackages>[0], platform: string, arch: string): string {
  return ggufPackages(build, { platform, arch })
    .map((name) => name.replace('@node-llama-cpp/', ''))
    .join(' ');
}

describe('ggufPackages', () => {
  it('are the package and the library of one machine', () => {
    assert.equal(names('cpu', 'linux', 'x64'), 'node-llama-cpp@3.21.1 linux-x64@3.21.1');
    assert.equal(names('cpu', 'win32', 'arm64'), 'node-llama-cpp@3.21.1 win-arm64@3.21.1');
    assert.equal(names('cpu', 'darwin', 'arm64'), 'node-llama-cpp@3.21.1 mac-arm64-metal@3.21.1');
    assert.equal(names('metal', 'darwin', 'arm64'), 'node-llama-cpp@3.21.1 mac-arm64-metal@3.21.1');
  });

  it('have the CPU beside the graphics card', () => {
    assert.equal(
      names('vulkan', 'win32', 'x64'),
      'node-llama-cpp@3.21.1 win-x64@3.21.1 win-x64-vulkan@3.21.1',
    );
    assert.equal(
      names('cuda', 'linux', 'x64'),
      'node-llama-cpp@3.21.1 linux-x64@3.21.1 linux-x64-cuda@3.21.1 linux-x64-cuda-ext@3.21.1',
    );
  });

  it('say where there is none', () => {
    for (const [build, platform, arch] of [
      ['cuda', 'darwin', 'arm64'],
      ['metal', 'linux', 'x64'],
      ['cpu', 'freebsd', 'x64'],
    ] as const)
      assert.throws(() => ggufPackages(build, { platform, arch }), {
        kind: 'configuration',
        message: `there is no ${build} build of node-llama-cpp for ${platform} on ${arch}: choose another with --build`,
      });
  });
});
