import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseJson } from '../core/parse-json.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { parseEvaluations } from './parse-evaluations.ts';
import { parseMetrics } from './parse-metrics.ts';
import type { Run } from './run.ts';
import { runInfo } from './run-info.ts';

/**
 * Reads run.json, evaluations.jsonl and metrics.csv of a run folder; the last two may be absent in a run that has not ended.
 * @throws TwinZeroError `data` for a missing or broken file.
 */
export async function readRun(folder: string): Promise<Run> {
  const infoPath = join(folder, 'run.json');
  const text = await readIfThere(infoPath);
  if (text === null)
    throw new TwinZeroError('data', `${infoPath} is missing; resume the run, or delete its folder`);
  const info = parseJson(text, runInfo, { where: infoPath, mend: 'run it again' });
  const required = info.status !== 'incomplete';
  const evaluationsPath = join(folder, 'evaluations.jsonl');
  const metricsPath = join(folder, 'metrics.csv');
  return {
    id: basename(folder),
    info,
    evaluations: parseEvaluations(await textOf(evaluationsPath, required), evaluationsPath),
    metrics: parseMetrics(await textOf(metricsPath, required), metricsPath),
  };
}

async function textOf(path: string, required: boolean): Promise<string> {
  const text = await readIfThere(path);
  if (text === null && required)
    throw new TwinZeroError('data', `${path} is missing though its run has ended; run it again`);
  return text ?? '';
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new TwinZeroError('data', `${path} cannot be read; check its permissions`, { cause });
  }
}
