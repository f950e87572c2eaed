import {
  type ChatClient,
  chatClient,
  completionServer,
  type CompletionServerOptions,
  type PolicyPlace,
} from '../engine/index.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';

/** Surroundings of a run, no part of its configuration; provider and threads are recorded with it. */
export interface Place extends Pick<PolicyPlace, 'provider' | 'threads'> {
  /** Servers by the name of the model they serve, for simulators and judges of that name. */
  readonly servers?: Readonly<Record<string, CompletionServerOptions>>;
}

/**
 * A client of the server that a place has for a model.
 * @throws TwinZeroError `configuration` when it has none, or the server's settings can't be followed.
 */
export function chatOf({ servers = {} }: Pick<Place, 'servers'>, model: string): ChatClient {
  const options = Object.hasOwn(servers, model) ? servers[model] : undefined;
  if (options === undefined)
    throw new TwinZeroError(
      'configuration',
      `the configuration asks for the served model "${model}", but no server of it was named`,
    );
  return chatClient(completionServer(options), model);
}
