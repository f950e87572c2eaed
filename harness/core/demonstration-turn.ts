import type { TurnRole } from './turn.ts';

/** One turn of a demonstration, before it is tokenised and without chat markers. */
export interface DemonstrationTurn {
  readonly role: TurnRole;
  readonly text: string;
  /** Loss weight of its tokens; unless told 1 for the policy's and the recipe's context weight for others. */
  readonly weight?: number;
}
