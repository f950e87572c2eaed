import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { describe, it } from 'mocha';
import { fails } from '../data/models/testing/fails.ts';
import { planText, type ScatteredPlan } from './plan-text.ts';

/** Words that a shell, YAML or an option parser could take for something else. */
const hostile = [
  'plain',
  'two words',
  "it's",
  '$(touch /tmp/twinzero-owned)',
  '`id`',
  '"double"',
  'a;b&&c|d',
  '#no comment',
  '*',
  '~',
  '\\back',
  '!bang',
  '{"json": [1]}',
  'key: value',
  'Zoë 日本',
  '%h',
  '',
  '${HOME}',
];

const plan: ScatteredPlan = {
  name: 'Toy_Paper-smoke',
  runs: [hostile, ['train', 'toy', '--seed', '2']],
  threads: 3,
  results: "/shared/it's here",
};

/** The words that the commands of a script are given, one after the other: printf stands in for twinzero. */
function shell(script: string, variables: Readonly<Record<string, string>> = {}): string[] {
  const env = { ...process.env, TWINZERO: String.raw`printf %s\0`, ...variables };
  return execFileSync('sh', ['-c', script], { encoding: 'utf8', env }).split('\0').slice(0, -1);
}

describe('a plan for other machines', () => {
  it('is lines of a shell that give every word back as it is', () => {
    const text = planText('shell', plan);
    assert.deepEqual(shell(text), plan.runs.flat());
    assert.equal(text.split('\n').length, 4);
    assert.match(text, /^# Toy_Paper-smoke: 2 runs, one a line/u);
    assert.match(planText('shell', { ...plan, runs: [['a b']] }), /^\$\{TWINZERO:-npx twinzero\} 'a b'$/mu);
  });

  it('is an array job whose task is the run of its number, and none beyond', () => {
    const text = planText('slurm', plan);
    assert.deepEqual(
      text.split('\n').filter((line) => line.startsWith('#')),
      [
        '#!/bin/sh',
        '#SBATCH --job-name=twinzero-toy-paper-smoke',
        '#SBATCH --array=0-1',
        '#SBATCH --cpus-per-task=3',
        '#SBATCH --output=twinzero-toy-paper-smoke-%A_%a.log',
        '#SBATCH --requeue',
        '#SBATCH --signal=B:TERM@120',
      ],
    );
    for (const [i, run] of plan.runs.entries())
      assert.deepEqual(shell(text, { SLURM_ARRAY_TASK_ID: String(i) }), run);
    const beyond = spawnSync('sh', ['-c', text], {
      encoding: 'utf8',
      env: { ...process.env, SLURM_ARRAY_TASK_ID: '2' },
    });
    assert.deepEqual([beyond.status, beyond.stdout], [2, '']);
    assert.match(beyond.stderr, /there is no run 2; this plan has 0 to 1/u);
  });

  it('is an indexed Job that a reader of YAML takes, with the results mounted where the runs write', () => {
    const text = planText('k8s', { ...plan, image: 'registry/twin: zero', claim: 'results' });
    const { load } = createRequire(import.meta.url)('js-yaml') as { load: (yaml: string) => unknown };
    const job = load(text) as {
      readonly kind: string;
      readonly metadata: { readonly name: string };
      readonly spec: {
        readonly completions: number;
        readonly completionMode: string;
        readonly template: {
          readonly spec: {
            readonly containers: readonly {
              readonly image: string;
              readonly command: readonly string[];
              readonly volumeMounts: readonly { readonly mountPath: string }[];
            }[];
          };
        };
      };
    };
    assert.deepEqual(
      [job.kind, job.metadata.name, job.spec.completions, job.spec.completionMode],
      ['Job', 'twinzero-toy-paper-smoke', 2, 'Indexed'],
    );
    const [run] = job.spec.template.spec.containers;
    assert.deepEqual(
      [run?.image, run?.volumeMounts[0]?.mountPath],
      ['registry/twin: zero', "/shared/it's here"],
    );
    const [program, flag, script = ''] = run?.command ?? [];
    assert.deepEqual([program, flag], ['/bin/sh', '-c']);
    for (const [i, words] of plan.runs.entries())
      assert.deepEqual(shell(script, { JOB_COMPLETION_INDEX: String(i) }), words);
  });

  it('is none without a run, with a word that breaks lines, or for k8s without image and claim', () => {
    assert.throws(
      () => planText('shell', { ...plan, runs: [] }),
      fails('configuration', /every run .* has ended/),
    );
    for (const word of ['a\nb', '\u001b[2J', 'tab\t', 'nul\0'])
      assert.throws(
        () => planText('shell', { ...plan, runs: [['train', word]] }),
        fails('configuration', /holds a control character/),
      );
    assert.throws(
      () => planText('k8s', { ...plan, image: 'i' }),
      fails('configuration', /needs --image NAME.*--claim/),
    );
  });
});
