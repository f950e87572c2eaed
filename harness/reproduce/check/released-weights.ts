import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchedModels } from '../../data/models/model-manifest.ts';
import type { PolicySpec } from '../../engine/index.ts';

/** Folder of a fetched model, where it is there with weights; else null. */
export async function releasedFolder(id: string): Promise<string | null> {
  const folder = join(fetchedModels(), id);
  const names = await namesIn(folder);
  const exported = names.includes('onnx') ? await namesIn(join(folder, 'onnx')) : [];
  return [...names, ...exported].some((name) => /\.(?:gguf|safetensors|onnx)$/u.test(name)) ? folder : null;
}

/** The policy of a fetched model: its GGUF file, or its folder of safetensors; null where it is not there. */
export async function releasedPolicy(id: string): Promise<PolicySpec | null> {
  const folder = join(fetchedModels(), id);
  const names = (await namesIn(folder)).sort();
  const file = names.find((name) => name.endsWith('.gguf'));
  if (file !== undefined) return { kind: 'gguf', file: join(folder, file) };
  const whole = names.includes('config.json') && names.some((name) => name.endsWith('.safetensors'));
  return whole ? { kind: 'embedded', folder } : null;
}

function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
