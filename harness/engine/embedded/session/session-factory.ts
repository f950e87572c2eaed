import { env, InferenceSession } from 'onnxruntime-node';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { Operators } from '../graph/graph.ts';
import { explainCuda, requireCudaLibraries } from './cuda-libraries.ts';
import { explainFailure } from './explain-failure.ts';

/** The operators to build graphs from for a provider. */
export function operatorsOf(provider: Provider): Operators {
  return provider === 'webgpu' ? 'basic' : 'fused';
}

/** Device that sessions run on, by ONNX Runtime's name. */
export type Provider = 'cpu' | 'webgpu' | 'cuda';

/** Settings of a session; fixed for a run, because threads can change the last digits. */
export interface SessionOptions {
  readonly provider: Provider;
  /** CPU threads inside one operation, from 1. */
  readonly threads: number;
  /** Files that constants of the model lie in; absent where none does. */
  readonly mapped?: MappedFiles;
}

/** Files that a session maps into memory. */
export interface MappedFiles {
  readonly folder: string;
  /** @throws TwinZeroError when they are not those any more that they were. */
  requireMappable(): Promise<void>;
}

/**
 * Settings under which ONNX Runtime leaves mapped constants where they are: it packs and folds none, and widens each when
 * its turn comes.
 */
function mapping({ folder }: MappedFiles): InferenceSession.SessionOptions {
  return {
    extra: {
      session: { model_external_initializers_file_folder_path: folder, disable_prepacking: '1' },
      optimization: { disable_specified_optimizers: 'ConstantFolding' },
    },
  };
}

/**
 * Each session has an arena of its own, which grows by doubling and gives nothing back: scoring, training and decoding,
 * which take turns, would hold the memory of all three. The C library hands it from one to the next.
 */
const givingBack = { enableCpuMemArena: false, enableMemPattern: false } as const;

/** A session whose runs say in a sentence that there is no memory left. */
function explaining(session: InferenceSession, provider: Provider): InferenceSession {
  const run = session.run.bind(session);
  // One function for two overloads, of which it passes on what either is given.
  session.run = (async (...args: Parameters<InferenceSession['run']>) => {
    try {
      return await run(...args);
    } catch (error) {
      throw explainFailure(error, `a run on provider ${provider}`);
    }
  }) as InferenceSession['run'];
  return session;
}

// Beside a session's own level there is that of the library, which warns of what `chooseRows` makes sure of.
env.logLevel = 'error';

/**
 * Opens a session on a model made in memory.
 * @param deviceOutputs outputs that stay on the device where the provider has tensors there (webgpu); elsewhere
 * they come back in host memory like the others.
 * @throws TwinZeroError `engine` when the provider cannot run it here.
 */
export async function openSession(
  bytes: Uint8Array,
  options: SessionOptions,
  deviceOutputs: readonly string[] = [],
): Promise<InferenceSession> {
  if (options.provider === 'cuda') requireCudaLibraries();
  await options.mapped?.requireMappable();
  const resident = options.provider === 'webgpu' && deviceOutputs.length > 0;
  try {
    const session = await InferenceSession.create(bytes, {
      executionProviders: [options.provider],
      intraOpNumThreads: options.threads,
      interOpNumThreads: 1,
      graphOptimizationLevel: 'all',
      ...givingBack,
      logSeverityLevel: 3,
      ...(options.mapped === undefined ? {} : mapping(options.mapped)),
      ...(resident
        ? {
            preferredOutputLocation: Object.fromEntries(
              deviceOutputs.map((name) => [name, 'gpu-buffer'] as const),
            ),
          }
        : {}),
    });
    return explaining(session, options.provider);
  } catch (error) {
    const cause = explainFailure(error, `opening a session on provider ${options.provider}`);
    if (cause instanceof TwinZeroError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TwinZeroError(
      'engine',
      `ONNX Runtime could not open a session on provider ${options.provider}: ${options.provider === 'cuda' ? explainCuda(reason) : reason}`,
      {
        cause,
      },
    );
  }
}
