import type { EngineProfile } from '../engine.ts';
import { Connection } from './client/connection.ts';
import { serverLine } from './client/server-line.ts';
import type { TinkerPlace } from './client/tinker-place.ts';
import { engineProfile } from './policy/engine-profile.ts';
import { serverModels } from './policy/tinker-models.ts';
import { serverProfile, type ServerName } from './profile/server-profiles.ts';
import { health } from './wire/index.ts';

/** What a server says of itself, and what its profile says of it. */
export interface ServerCheck {
  /** `ok` or `ready`. */
  readonly health: string;
  readonly models: readonly { readonly name: string; readonly maxTokens: number | null }[];
  readonly profile: EngineProfile;
}

/** Ours: somebody waits for the answer, and nothing is lost by asking again. */
const patienceMs = 10_000;

/**
 * Asks a server whether it is there and which models it has; makes nothing on it.
 * @throws TwinZeroError as `serverLine`, and where the server does not answer as the protocol says.
 */
export async function checkServer(
  { server, model, rank }: { readonly server: ServerName; readonly model: string; readonly rank: number },
  place: TinkerPlace,
): Promise<ServerCheck> {
  const line = serverLine({ deadlineMs: patienceMs, ...place });
  try {
    const connection = new Connection(line, serverProfile(server), null);
    const answer = await connection.get('healthz', health);
    const maxTokens = Number.MAX_SAFE_INTEGER;
    return {
      health: answer.status,
      models: await serverModels(connection),
      profile: engineProfile(serverProfile(server), { model, lora: { rank, seed: 0 }, maxTokens }),
    };
  } finally {
    line.close();
  }
}
