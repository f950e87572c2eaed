import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { OwnFiles } from '../data/own/own-files.ts';
import {
  type ChatClient,
  chatClient,
  completionServer,
  type PolicyPlace,
  type PolicySpec,
  serverOf,
} from '../engine/index.ts';
import { retrieverBackend, type RetrieverPlace, type SearchBackend, type WebPlace } from '../search/index.ts';

/** Surroundings of a run, no part of its configuration; provider and threads are recorded with it. */
export interface Place extends Pick<PolicyPlace, 'provider' | 'threads' | 'servers' | 'tinker'> {
  /** The server of a search by a retriever; default the one at the address in `TWINZERO_RETRIEVER_URL`. */
  readonly retriever?: RetrieverPlace;
  /** Policies of this machine by the name under which a judge asks for its model. */
  readonly models?: Readonly<Record<string, PolicySpec>>;
  /** How the web is searched, where a configuration names that. */
  readonly web?: WebPlace | undefined;
  /** Files of the data set `own`, or of a corpus in place of the data set's; their hashes are part of a run, not their paths. */
  readonly data?: OwnFiles | undefined;
}

/**
 * A client of the server that a place has for a model.
 * @throws TwinZeroError `configuration` when it has none, or the server's settings can't be followed.
 */
export function chatOf(place: Pick<Place, 'servers'>, model: string): ChatClient {
  return chatClient(completionServer(serverOf(place, model)), model);
}

/**
 * The retriever of a place.
 * @throws TwinZeroError `configuration` when it has none, or its address can't be used.
 */
export function retrieverOf({ retriever }: Pick<Place, 'retriever'>, name: string): SearchBackend {
  const url = process.env['TWINZERO_RETRIEVER_URL'];
  if (retriever !== undefined || url !== undefined)
    return retrieverBackend(name, retriever ?? { url: url ?? '' });
  throw new TwinZeroError(
    'configuration',
    `nothing says where the retriever "${name}" is; set TWINZERO_RETRIEVER_URL to its address, or give --search retriever:URL#${name}`,
  );
}
