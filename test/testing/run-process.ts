import { spawn } from 'node:child_process';
import { packageRoot } from '../../harness/core/package-root.ts';

/** Output of a process, and how it ended. */
export interface ProcessResult {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Milliseconds after which a process is killed, so that one which never ends fails its test and not the suite. */
const longest = 120_000;

/** Runs a script with this Node in the package root; `watch` sees stderr as it grows. */
export async function runProcess(
  script: string,
  args: readonly string[],
  watch: (child: { kill(signal: NodeJS.Signals): boolean }, stderr: string) => void = () => {},
): Promise<ProcessResult> {
  // Without the loader hooks and reporters that mocha gives its own process.
  const env = { ...process.env, NODE_OPTIONS: '' };
  const child = spawn(process.execPath, [script, ...args], {
    cwd: packageRoot(),
    env,
    timeout: longest,
    killSignal: 'SIGKILL',
  });
  child.stdout.setEncoding('utf8');
  child.stderr.setEncoding('utf8');
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text: string) => (stdout += text));
  child.stderr.on('data', (text: string) => {
    stderr += text;
    watch({ kill: (signal) => child.kill(signal) }, stderr);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  });
  return { code, stdout, stderr };
}
