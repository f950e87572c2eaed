import type { CompletionServerOptions } from './completion/completion-settings.ts';
import type { Critic } from './critic.ts';
import type { Provider } from './embedded/session/session-factory.ts';
import type { TokenPolicy } from './engine.ts';
import type { TextCodec } from './text-codec.ts';
import type { TinkerPlace } from './tinker/client/tinker-place.ts';

/** Provider and sizes of an open policy: recorded with a run, no part of its configuration. */
export interface PolicyPlace {
  readonly provider: Provider;
  /** CPU threads inside one operation, from 1. */
  readonly threads: number;
  /** Sequences decoded together; default 128: as fast as 256, in less memory. */
  readonly lanes?: number;
  /** Longest sequence; default 1024 or what the model allows, whichever is less. */
  readonly maxTokens?: number;
  /** Servers by the name of the model they serve, for policies, simulators and judges of that name. */
  readonly servers?: Readonly<Record<string, CompletionServerOptions>>;
  /** The server that samples and trains, for policies of kind `tinker`. */
  readonly tinker?: TinkerPlace;
}

/** One policy on an engine, not yet open: what a kind of engine makes of its specification. */
export interface PolicyEngine {
  /** Its name for people and for the ids of simulators, e.g. the folder of its weights. */
  readonly name: string;
  /** @throws TwinZeroError `configuration` where the policy has no usable tokenizer or chat template. */
  codec(place: PolicyPlace): Promise<TextCodec>;
  /** @throws TwinZeroError when the engine cannot be opened. */
  open(place: PolicyPlace): Promise<TokenPolicy>;
  /**
   * Says how a critic that starts from the policy's weights is opened, and opens none; absent where there can be none.
   * @throws TwinZeroError `configuration` where this very policy can have none.
   */
  readonly critic?: () => (place: PolicyPlace) => Promise<Critic>;
}
