import type { DemonstrationTurn } from '../core/demonstration-turn.ts';
import type { TurnRole } from '../core/turn.ts';
import type { Datum } from '../engine/engine.ts';
import type { TextCodec } from '../engine/text-codec.ts';
import type { Protocol } from '../rollout/protocol.ts';

/** How the turns of a demonstration become one training sequence. */
export interface DemonstrationDatumOptions {
  /** Loss weight of what the policy does not write. */
  readonly contextWeight: number;
  /** `message` unless told. */
  readonly observationAs?: Protocol['observationAs'];
}

/**
 * The tokens of a demonstration as an episode would hold them, weight 1 on what the policy writes (its stop token
 * included) and `contextWeight` elsewhere.
 *
 * Where observations continue the policy's message (`Protocol.observationAs`) only the last turn ends in a stop token.
 */
export function demonstrationDatum(
  codec: TextCodec,
  turns: readonly DemonstrationTurn[],
  { contextWeight, observationAs = 'message' }: DemonstrationDatumOptions,
): Datum {
  const tokens: number[] = [];
  const weights: number[] = [];
  for (const [i, { role, text, weight = role === 'policy' ? 1 : contextWeight }] of turns.entries()) {
    const open = observationAs === 'continuation' && i < turns.length - 1;
    const part = open && role !== 'prompt' ? codec.encode(text) : encodeTurn(codec, role, text);
    tokens.push(...part);
    weights.push(...part.map(() => weight));
  }
  return { tokens, weights: weights.slice(1) };
}

function encodeTurn(codec: TextCodec, role: TurnRole, text: string): number[] {
  switch (role) {
    case 'prompt':
      return codec.prompt(text);
    case 'observation':
      return codec.observation(text);
    case 'policy':
      return [...codec.encode(text), codec.stopToken];
  }
}
