import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { extractServerAdapter } from './server-adapter.ts';

/**
 * Trains ReZero's recipe on SkyRL's JAX backend on the CPU and on the embedded engine, from the same folder with the same
 * seeds and questions; kills harness and server on the way and resumes; sets the curves side by side, and ten steps on
 * the same data, which have to be equal. Started again after a kill of its own it goes on.
 *
 * `tsx test/peers/skyrl.ts MODEL_FOLDER OUT_FOLDER [PORT]`. MODEL_FOLDER holds float32 weights: JAX multiplies no float16 on a CPU.
 * The environment variable SKYRL is the command that runs Python modules where SkyRL is installed, default `uv run`; it has to be
 * `uv`, or a program of that name: SkyRL starts its engine by its parent's command line.
 */
const [model = '', out = '', port = '8123'] = process.argv.slice(2);
const folder = resolve(out);
const url = `http://127.0.0.1:${port}`;
const uv = process.env['SKYRL'] ?? 'uv run';
const backend = {
  max_lora_adapters: 5,
  max_lora_rank: 16,
  sample_max_num_sequences: 16,
  train_micro_batch_size: 16,
};

function startServer(): ChildProcess {
  const [command = 'uv', ...flags] = uv.split(' ');
  const args = [
    ...flags,
    '--extra',
    'tinker',
    '--extra',
    'jax',
    '-m',
    'skyrl.tinker.api',
    '--base-model',
    resolve(model),
    '--backend',
    'jax',
    '--backend-config',
    JSON.stringify(backend),
    '--host',
    '127.0.0.1',
    '--port',
    port,
    '--checkpoints-base',
    join(folder, 'checkpoints'),
    '--database-url',
    `sqlite:///${join(folder, 'tinker.db')}`,
  ];
  const env = {
    ...process.env,
    JAX_PLATFORMS: 'cpu',
    HF_HUB_OFFLINE: '1',
    JAX_COMPILATION_CACHE_DIR: join(folder, 'compiled'),
    JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS: '0',
  };
  // A group of its own, so that a kill meets the engine, too.
  return spawn(command, args, { env, detached: true, stdio: ['ignore', 'ignore', 'inherit'] });
}

function kill(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    if (child.exitCode !== null || child.pid === undefined) done();
    else {
      child.once('exit', () => done());
      process.kill(-child.pid, 'SIGKILL');
    }
  });
}

async function up(child: ChildProcess): Promise<void> {
  for (let waited = 0; waited < 900 && child.exitCode === null; waited += 1) {
    const answered = await fetch(`${url}/api/v1/healthz`).catch(() => null);
    if (answered?.ok === true) return;
    await setTimeout(1000);
  }
  throw new Error(`${url} did not come up`);
}

function start(script: string, ...args: readonly string[]): ChildProcess {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const stdio = ['ignore', 'inherit', 'inherit'] as const;
  return spawn(process.execPath, ['--import', 'tsx', path, ...args], { detached: true, stdio: [...stdio] });
}

const startRun = (side: string): ChildProcess => start('skyrl-run.ts', side, folder, resolve(model), url);

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((done) => {
    if (child.exitCode !== null) done(child.exitCode);
    else child.once('exit', (code) => done(code));
  });

type Row = Readonly<Record<string, string>>;

function rows(side: string): Row[] {
  const path = join(folder, side, 'runs', 'rezero-s1', 'metrics.csv');
  if (!existsSync(path)) return [];
  return parse<Row>(readFileSync(path, 'utf8'), { columns: true, relax_column_count: true });
}

/** Resolves when the run has so many rows, or has ended. */
async function until(child: ChildProcess, steps: number): Promise<void> {
  while (child.exitCode === null && rows('server').length < steps) await setTimeout(200);
  if (child.exitCode !== null)
    throw new Error(`the run ended with ${child.exitCode} before it could be killed`);
}

mkdirSync(folder, { recursive: true });
const began = performance.now();
const note = (text: string): void => {
  process.stderr.write(`${((performance.now() - began) / 1000).toFixed(0)} s: ${text}\n`);
};
let server = startServer();
server.on('error', (error) => {
  process.stdout.write(`skipped: SkyRL is not installed here (${error.message})\n`);
  process.exit(0);
});
try {
  await up(server);
  if (rows('server').length < 8) {
    const run = startRun('server');
    await until(run, 8);
    note(`harness killed after ${rows('server').length} steps`);
    await kill(run);
  }
  if (rows('server').length < 18) {
    const run = startRun('server');
    await until(run, 18);
    note(`server killed after ${rows('server').length} steps`);
    await kill(server);
    server = startServer();
    await up(server);
    note(`harness ended with ${await ended(run)}; resumed on the new server`);
  }
  // The first may find that the model which the journal names is gone, and the next loads the checkpoint.
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const code = await ended(startRun('server'));
    note(`run on the server ended with ${code} after ${rows('server').length} steps`);
    if (code === 0) break;
  }
  const adapter = join(folder, 'adapter');
  extractServerAdapter(join(folder, 'checkpoints'), adapter);
  const steps = start('skyrl-steps.ts', resolve(model), adapter, url, String(backend.max_lora_rank));
  note(`the same steps on both ended with ${await ended(steps)}`);
  note(`embedded run ended with ${await ended(startRun('embedded'))}`);
  const [own, served] = [rows('embedded'), rows('server')];
  const line = (step: number): string =>
    [
      step + 1,
      own[step]?.['reward_mean'],
      served[step]?.['reward_mean'],
      own[step]?.['kl'],
      served[step]?.['kl'],
      served[step]?.['sampler_gap'],
    ].join(',');
  const table = [
    'step,embedded_reward,server_reward,embedded_kl,server_kl,sampler_gap',
    ...served.map((_, step) => line(step)),
  ];
  writeFileSync(join(folder, 'curves.csv'), `${table.join('\n')}\n`);
  process.stdout.write(`${table.join('\n')}\n`);
} finally {
  await kill(server);
}
