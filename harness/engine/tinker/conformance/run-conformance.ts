import { Connection } from '../client/connection.ts';
import { serverLine } from '../client/server-line.ts';
import type { TinkerPlace } from '../client/tinker-place.ts';
import { TinkerModels } from '../policy/tinker-models.ts';
import type { ServerProfile } from '../profile/server-profile.ts';
import { serverProfile, type ServerName } from '../profile/server-profiles.ts';
import { checkGradients } from './check-gradients.ts';
import { checkKeeping } from './check-keeping.ts';
import { checkSampling } from './check-sampling.ts';
import type { ConformanceBench } from './conformance-bench.ts';
import type { Finding } from './finding.ts';

/** A server and the model that it is checked with. */
export interface ConformanceRequest {
  readonly server: ServerName;
  readonly model: string;
  readonly rank: number;
  readonly place: TinkerPlace;
  readonly decode: ConformanceBench['decode'];
  /** Told of each finding as it is made. */
  readonly onFinding?: (finding: Finding) => void;
}

/** What was found, and the profile that fits it. */
export interface Conformance {
  readonly findings: readonly Finding[];
  readonly profile: ServerProfile;
  /** Fields in which the profile that fits differs from the one that was named. */
  readonly differing: readonly string[];
}

/** Made-up tokens that any vocabulary has. */
const sequences = [
  [11, 7, 19, 5, 23, 8],
  [3, 17, 9, 21, 6, 14, 2, 10, 25, 12, 4],
] as const;

/**
 * Measures what a server does, on models of its own that are unloaded in the end. Its dialect and what it calls a model
 * have to be known beforehand: the profile that is named says them.
 * @throws TwinZeroError where the server cannot be reached or does not speak the protocol.
 */
export async function runConformance(request: ConformanceRequest): Promise<Conformance> {
  const { server, model: base, rank, place, decode, onFinding } = request;
  const named = serverProfile(server);
  const lora = { rank, seed: 1, train_unembed: true, train_mlp: true, train_attn: true };
  const connection = new Connection(serverLine(place), named, null);
  const models = await TinkerModels.open(connection, { base, lora });
  try {
    const { model } = await models.current();
    const bench: ConformanceBench = { connection, model, another: () => models.create(), sequences, decode };
    const findings: Finding[] = [];
    for (const check of [checkGradients, checkSampling, checkKeeping])
      for (const finding of await check(bench)) {
        findings.push(finding);
        onFinding?.(finding);
      }
    const fitting = Object.assign({}, ...findings.map(({ fits = {} }) => fits)) as Partial<ServerProfile>;
    const profile = { ...named, ...fitting };
    const differing = Object.entries(fitting)
      .filter(([field, value]) => named[field as keyof ServerProfile] !== value)
      .map(([field]) => field);
    return { findings, profile, differing };
  } finally {
    await models.close();
  }
}
