import type { ProviderProbe } from '../engine/embedded/probe-provider.ts';
import type { MachineDescription } from '../train/describe-machine.ts';

/** A thing TwinZero needs that is there, or is not for the reason given. */
export type Finding = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** What `twinzero doctor` finds out about a machine. */
export interface Diagnosis extends MachineDescription {
  /** onnxruntime-node as installed. */
  readonly onnxRuntime: string;
  /** Whether this Node.js is recent enough. */
  readonly node: Finding;
  readonly providers: readonly ProviderProbe[];
  /** Whether runs can be written. */
  readonly results: Finding & { readonly folder: string };
  /** Whether the mission report's files are there and intact. */
  readonly apollo13: Finding & { readonly folder: string };
}
