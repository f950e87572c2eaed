import type { Critic } from '../../critic.ts';
import { Connection } from '../client/connection.ts';
import { Journal } from '../client/journal.ts';
import { serverLine } from '../client/server-line.ts';
import type { TinkerPlace } from '../client/tinker-place.ts';
import { requireCritic, serverProfile, type ServerName } from '../profile/server-profiles.ts';
import { TinkerCritic } from './tinker-critic.ts';
import { CriticModel } from './critic-model.ts';

/** A critic on a server that trains; all its weights are trained, as the embedded engine's, whatever the policy's adapter. */
export interface TinkerCriticOptions {
  readonly server: ServerName;
  /** Name under which the server knows the base model, from which the critic's body starts. */
  readonly model: string;
  /** The policy's: the critic has a journal of its own beside it. */
  readonly place: TinkerPlace;
  readonly vocabularySize: number;
  readonly maxTokens: number;
}

/**
 * A critic behind a server of the Tinker protocol. It is made when it is first asked, after the policy that such servers
 * want before it; what a process that was killed has left behind is taken up or freed.
 * @throws TwinZeroError `configuration` where the server has no critics or is none that can be used; `engine` when it stays
 * out of reach.
 */
export async function openTinkerCritic(options: TinkerCriticOptions): Promise<Critic> {
  const { server, model: base, place, vocabularySize, maxTokens } = options;
  const reduction = requireCritic(server);
  const profile = serverProfile(server);
  const line = serverLine(place);
  // As for policies: a result that can be read once only may have been read by the process that was killed.
  const journal =
    place.journal === undefined || profile.readOnce ? null : await Journal.open(`${place.journal}.critic`);
  try {
    const model = await CriticModel.open(new Connection(line, profile, journal), base);
    return new TinkerCritic({ model, reduction, limits: { vocabularySize, maxTokens } });
  } catch (error) {
    line.close();
    throw error;
  }
}
