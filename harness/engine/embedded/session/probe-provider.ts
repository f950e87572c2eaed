import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Provider } from './session-factory.ts';

/** Outcome of trying a provider on this machine: offered, or the reason why not in one sentence. */
export type ProviderProbe =
  | { readonly provider: Provider; readonly offered: true }
  | { readonly provider: Provider; readonly offered: false; readonly reason: string };

const marker = 'twinzero-probe:';

/**
 * Tries a provider in a child process: drivers print, crash and hang, and none of that may reach this process.
 * @param options `timeoutMs`, after which the child is killed; software Vulkan needs a second or two
 */
export async function probeProvider(
  provider: Provider,
  options: { readonly timeoutMs?: number } = {},
): Promise<ProviderProbe> {
  const timeoutMs = options.timeoutMs ?? 20_000;
  const { output, ending } = await runChild(childArguments(provider), timeoutMs);
  const answer = output
    .split('\n')
    .findLast((line) => line.startsWith(marker))
    ?.slice(marker.length);
  if (answer === 'ok') return { provider, offered: true };
  return {
    provider,
    offered: false,
    reason: explain(provider, answer ?? `${ending}; it printed: ${tail(output)}`),
  };
}

function childArguments(provider: Provider): string[] {
  const fromSource = import.meta.url.endsWith('.ts');
  const target = new URL(fromSource ? './try-provider.ts' : './try-provider.js', import.meta.url).href;
  // One line and an exit code of its own: what native code prints around it does not matter.
  const program = `const say = (text) => process.stdout.write('\\n${marker}' + text + '\\n', () => process.exit(0));
    import(${JSON.stringify(target)})
      .then(({ tryProvider }) => tryProvider(${JSON.stringify(provider)}))
      .then(() => say('ok'), (error) => say(String(error.message).replaceAll('\\n', ' ')));`;
  const loader = fromSource
    ? ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href]
    : [];
  return [...loader, '--input-type=module', '--eval', program];
}

function runChild(
  args: readonly string[],
  timeoutMs: number,
): Promise<{ readonly output: string; readonly ending: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, timeoutMs);
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (part: Buffer) => (output += part.toString()));
    const end = (ending: string): void => {
      clearTimeout(timer);
      resolve({ output, ending: late ? `no answer within ${timeoutMs / 1000} s` : ending });
    };
    child.on('error', (error) => end(`no process for the attempt: ${error.message}`));
    child.on('close', (code, signal) => end(signal === null ? `exit code ${code}` : `killed by ${signal}`));
  });
}

function explain(provider: Provider, reason: string): string {
  if (provider === 'webgpu' && /WebGPU adapter|Vulkan/i.test(reason))
    return 'no WebGPU adapter: a Vulkan driver of the graphics card and the Vulkan loader (Debian: libvulkan1) are needed';
  return reason;
}

function tail(output: string): string {
  const text = output.trim().replaceAll(/\s+/g, ' ');
  return text === '' ? 'nothing' : text.slice(-200);
}
