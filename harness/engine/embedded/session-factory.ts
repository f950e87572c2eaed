import { InferenceSession } from 'onnxruntime-node';
import { TwinZeroError } from '../../core/twin-zero-error.ts';

/** Where sessions run. */
export type Provider = 'cpu' | 'webgpu' | 'cuda';

/** How sessions are made; fixed for a run, because threads can change the last digits. */
export interface SessionOptions {
  readonly provider: Provider;
  /** CPU threads inside one operation, from 1. */
  readonly threads: number;
}

/**
 * Opens a session on a model made in memory.
 * @throws TwinZeroError `engine` when the provider cannot run it here.
 */
export async function openSession(bytes: Uint8Array, options: SessionOptions): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(bytes, {
      executionProviders: [options.provider],
      intraOpNumThreads: options.threads,
      interOpNumThreads: 1,
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TwinZeroError('engine', `ONNX Runtime could not open a session on provider ${options.provider}: ${reason}`, {
      cause,
    });
  }
}
