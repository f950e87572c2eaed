import type { ServerProfile } from '../profile/server-profile.ts';

/** What one check found. */
export interface Finding {
  /** E.g. `order of requests`. */
  readonly check: string;
  /** Null where the server may do either: what it does stands in the profile. */
  readonly passed: boolean | null;
  /** What was measured, in words. */
  readonly found: string;
  /** Fields of a profile that fits what was found. */
  readonly fits?: Partial<ServerProfile>;
}
