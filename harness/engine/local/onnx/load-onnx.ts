import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import { writeFileWhole } from '../../../core/write-file-whole.ts';
import { explainCuda, requireCudaLibraries } from '../../embedded/session/cuda-libraries.ts';
import { shortReason } from '../local-policy.ts';
import type { HubOptions, OnnxModel, Transformers } from './transformers.ts';
import { folderOf, onnxDtypes, type OnnxOptions, type OnnxSource, sourceName } from './onnx-options.ts';

/** Uses of a model by the class of transformers.js that reads it, and what it then has to be. */
const uses = { AutoModelForCausalLM: 'a causal language model', AutoModel: 'an encoder of texts' } as const;

/** A model to load, and where it computes. */
interface OnnxLoad extends Pick<OnnxOptions, 'source' | 'provider' | 'dtype' | 'threads'> {
  readonly use: keyof typeof uses;
}

/** Files of a text codec; the one that there must be comes last, so that it stands for all of them. */
const codecFiles = ['chat_template.jinja', 'tokenizer_config.json', 'tokenizer.json'] as const;

/** Ours: a tokenizer of 20 MB over a slow line. */
const fetchTimeoutMs = 120_000;

/**
 * The folder of a model's tokenizer and chat template, fetched from the hub where they are not there. Not by
 * transformers.js, whose tokenizers ask for the revision `main` as well and leave `chat_template.jinja` out.
 * @throws TwinZeroError `data` when they cannot be fetched.
 */
export async function codecFolder(
  source: OnnxSource,
  library: () => Promise<Pick<Transformers, 'env'>>,
): Promise<string> {
  const folder = folderOf(source);
  if ('folder' in source || existsSync(join(folder, 'tokenizer.json'))) return folder;
  const { model, revision } = source;
  try {
    const { remoteHost } = (await library()).env;
    for (const file of codecFiles) {
      const answer = await fetch(`${remoteHost}${model}/resolve/${revision}/${file}`, {
        signal: AbortSignal.timeout(fetchTimeoutMs),
      });
      if (answer.status === 404 && file !== 'tokenizer.json') continue;
      if (!answer.ok) throw new Error(`${file}: HTTP ${answer.status}`);
      await writeFileWhole(join(folder, file), await answer.text());
    }
  } catch (cause) {
    throw unfetched(source, cause);
  }
  return folder;
}

/**
 * Loads the model of an ONNX export.
 * @throws TwinZeroError when its files are missing or broken, or the provider does not compute it.
 */
export async function loadOnnx(library: Transformers, options: OnnxLoad): Promise<OnnxModel> {
  const { use, source, provider, dtype, threads } = options;
  const folder = folderOf(source);
  if (provider === 'cuda') requireCudaLibraries();
  const load = (name: string, where: HubOptions): Promise<OnnxModel> =>
    library[use].from_pretrained(name, {
      ...where,
      device: provider,
      dtype,
      session_options: { intraOpNumThreads: threads, interOpNumThreads: 1 },
    });
  const files = ['config.json', join('onnx', `model${onnxDtypes[dtype]}.onnx`)].map((file) =>
    join(folder, file),
  );
  const missing = files.find((file) => !existsSync(file));
  const local = (): Promise<OnnxModel> => load(folder, { local_files_only: true });
  if ('folder' in source) {
    if (missing !== undefined)
      throw new TwinZeroError(
        'data',
        `${missing} is not there: give the folder of an ONNX export for transformers.js that has its weights as ${dtype}`,
      );
    return local().catch((cause: unknown) => {
      throw unopened(options, cause);
    });
  }
  // Files of the hub that were fetched in part are completed.
  const kept = missing === undefined ? await local().catch(() => null) : null;
  if (kept !== null) return kept;
  const { model, revision, cache } = source;
  try {
    return await load(model, { revision, cache_dir: cache, local_files_only: false });
  } catch (cause) {
    throw isUnfetched(cause) ? unfetched(source, cause) : unopened(options, cause);
  }
}

function unopened({ use, source, provider, dtype }: OnnxLoad, cause: unknown): TwinZeroError {
  const reason = provider === 'cuda' ? explainCuda(shortReason(cause)) : shortReason(cause);
  const mend = /out of memory|allocat/iu.test(reason)
    ? 'take a smaller dtype or model, or a larger machine'
    : `check that it is ${uses[use]} and whole, or choose another dtype or provider`;
  return new TwinZeroError(
    'data',
    `${sourceName(source)} cannot be opened as ${dtype} on ${provider} (${reason}): ${mend}`,
    { cause },
  );
}

function isUnfetched(cause: unknown): boolean {
  return /fetch|unauthorized|could not locate|forbidden|ENOTFOUND/iu.test(shortReason(cause));
}

function unfetched(source: OnnxSource, cause: unknown): TwinZeroError {
  return new TwinZeroError(
    'data',
    `${sourceName(source)} cannot be fetched from the hub (${shortReason(cause)}): check the name and the connection, or put its files into ${folderOf(source)}`,
    { cause },
  );
}
