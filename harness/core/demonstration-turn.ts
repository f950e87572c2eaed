import type { TurnRole } from './turn.ts';

/** One turn of a demonstration, before it is tokenised and without chat markers. */
export interface DemonstrationTurn {
  readonly role: TurnRole;
  readonly text: string;
}
