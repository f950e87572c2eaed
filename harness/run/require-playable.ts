import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { TokenPolicy } from '../engine/index.ts';
import type { Protocol } from '../rollout/index.ts';
import type { RunConfig } from './run-config.ts';

/** The parts of a kit that may not fit each other. */
interface Played {
  readonly policy: Pick<TokenPolicy, 'profile'>;
  readonly protocol: Protocol;
  readonly config: Pick<RunConfig, 'limits'>;
}

/**
 * Refuses a policy that cannot play what a configuration asks for.
 * @throws TwinZeroError `configuration` naming what it cannot do.
 */
export function requirePlayable({ policy, protocol, config }: Played): void {
  const { id, lacks, maxSequenceTokens } = policy.profile;
  const { maxContextTokens } = config.limits;
  if (lacks?.continuation === true && protocol.observationAs === 'continuation')
    throw new TwinZeroError(
      'configuration',
      `engine ${id} cannot play the protocol ${protocol.id}, which shows documents within the policy's message, as chat cannot; give the folder of the policy's tokenizer, so that it is sent token ids, or choose another policy`,
    );
  if (maxContextTokens > maxSequenceTokens)
    throw new TwinZeroError(
      'configuration',
      `engine ${id} holds sequences of ${maxSequenceTokens} tokens and limits.maxContextTokens is ${maxContextTokens}; choose another policy or a smaller limit`,
    );
}
