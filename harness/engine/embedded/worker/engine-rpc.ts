import type { ErrorKind } from '../../../core/twin-zero-error.ts';
import type { EngineProfile } from '../../engine.ts';
import type { EmbeddedEngine } from './embedded-engine.ts';

/** The engine calls that cross the thread boundary. */
export type EngineMethod = Exclude<keyof EmbeddedEngine, 'profile'>;

/** Main thread to worker. */
export interface EngineCall {
  readonly id: number;
  readonly method: EngineMethod;
  readonly args: readonly unknown[];
}

/** Worker to main thread; the first message is `ready`, or a failed call with id 0. */
export type EngineReply =
  | { readonly ready: EngineProfile }
  | { readonly id: number; readonly value: unknown }
  | {
      readonly id: number;
      readonly error: { readonly kind: ErrorKind; readonly message: string; readonly stack: string };
    };
