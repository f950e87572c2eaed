import { TwinZeroError } from '../core/twin-zero-error.ts';
import { shellWords } from './shell-words.ts';

/** Forms in which a plan is written. */
export const planForms = ['shell', 'slurm', 'k8s'] as const;

/** One of them. */
export type PlanForm = (typeof planForms)[number];

/** Runs to be made elsewhere, and what their machines are told. */
export interface ScatteredPlan {
  /** E.g. `rezero-default`; the name of the job. */
  readonly name: string;
  /** Arguments of `twinzero`, a run each. */
  readonly runs: readonly (readonly string[])[];
  /** CPU threads of a run, from 1. */
  readonly threads: number;
  /** Absolute path of the folder that all machines share. */
  readonly results: string;
  /** For `k8s` alone: the image that has TwinZero, and the persistent volume claim mounted at `results`. */
  readonly image?: string | undefined;
  readonly claim?: string | undefined;
}

/** Seconds between the warning and the end of a job, within which a run saves its step and stops. Ours. */
const graceSeconds = 120;

/**
 * The runs as lines for a shell, as an array job for `sbatch`, or as an indexed Job for `kubectl apply -f` (in JSON, which
 * is YAML, too). Each run continues what was interrupted, so that any of the commands may be started again.
 * @throws TwinZeroError `configuration` where no run is left, a path holds a control character, or `k8s` lacks its image or
 * claim.
 */
export function planText(form: PlanForm, plan: ScatteredPlan): string {
  if (plan.runs.length === 0)
    throw new TwinZeroError(
      'configuration',
      'every run of this plan has ended; run twinzero report for its tables',
    );
  switch (form) {
    case 'shell':
      return shellPlan(plan);
    case 'slurm':
      return slurmPlan(plan);
    case 'k8s':
      return k8sPlan(plan);
  }
}

/** Where `npx twinzero` is not the command, e.g. on a cluster, `TWINZERO` names it; the shell splits it into words. */
function commandOf(run: readonly string[]): string {
  return `\${TWINZERO:-npx twinzero} ${shellWords(run)}`;
}

function shellPlan({ name, runs }: ScatteredPlan): string {
  return [
    `# ${name}: ${runs.length} runs, one a line, in any order and side by side; each continues what was interrupted.`,
    '# Start them where `npx twinzero` works, or set TWINZERO to the command that does.',
    ...runs.map(commandOf),
  ].join('\n');
}

function slurmPlan({ name, runs, threads }: ScatteredPlan): string {
  return [
    '#!/bin/sh',
    `#SBATCH --job-name=twinzero-${label(name)}`,
    `#SBATCH --array=0-${runs.length - 1}`,
    `#SBATCH --cpus-per-task=${threads}`,
    `#SBATCH --output=twinzero-${label(name)}-%A_%a.log`,
    '#SBATCH --requeue',
    `#SBATCH --signal=B:TERM@${graceSeconds}`,
    chosenBy('SLURM_ARRAY_TASK_ID', runs),
  ].join('\n');
}

function k8sPlan({ name, runs, threads, results, image, claim }: ScatteredPlan): string {
  if (image === undefined || claim === undefined)
    throw new TwinZeroError(
      'configuration',
      '--plan k8s needs --image NAME, which has twinzero, and --claim NAME, the persistent volume claim of the results',
    );
  const volume = 'results';
  return JSON.stringify(
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: `twinzero-${label(name)}` },
      spec: {
        completionMode: 'Indexed',
        completions: runs.length,
        parallelism: runs.length,
        // Ours: a node may be lost three times before a run is given up; it continues where it was.
        backoffLimitPerIndex: 3,
        template: {
          spec: {
            restartPolicy: 'Never',
            terminationGracePeriodSeconds: graceSeconds,
            containers: [
              {
                name: 'run',
                image,
                command: ['/bin/sh', '-c', chosenBy('JOB_COMPLETION_INDEX', runs)],
                resources: { requests: { cpu: String(threads) } },
                volumeMounts: [{ name: volume, mountPath: results }],
              },
            ],
            volumes: [{ name: volume, persistentVolumeClaim: { claimName: claim } }],
          },
        },
      },
    },
    null,
    2,
  );
}

/** A script that becomes the run of its number: signals reach the run itself. */
function chosenBy(variable: string, runs: readonly (readonly string[])[]): string {
  return [
    `case "$${variable}" in`,
    ...runs.map((run, i) => `${i}) exec ${commandOf(run)} ;;`),
    `*) echo "there is no run $${variable}; this plan has 0 to ${runs.length - 1}" >&2; exit 2 ;;`,
    'esac',
  ].join('\n');
}

/** A name as Kubernetes and Slurm take it: lower-case letters, digits and dashes, 50 at most. */
function label(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^-+/gu, '')
    .slice(0, 50)
    .replaceAll(/-+$/gu, '');
}
