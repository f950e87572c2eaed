/**
 * Settings that make a Meridian world easy or hard. All counts of a world follow from these and from the fixed sizes
 * (341 chunks, two questions each).
 */
export interface Difficulty {
  /** Share of questions that name two parts only, identifying the report all the same. */
  readonly partialShare: number;
  /** Share of questions answered by a second chunk that only the first one leads to. */
  readonly twoHopShare: number;
  /** Share of two-hop questions that lead to a case file; the others lead to the report of a recurrence. */
  readonly caseShare: number;
  /** Share, among the remaining questions, that rename a part against their chunk; the others are direct. */
  readonly aliasShare: number;
  /** Share of alias questions that rename two parts instead of one. */
  readonly doubleAliasShare: number;
  /** Chance that the one renamed part is the component, the most telling word; else fault or phase. */
  readonly renamedComponentShare: number;
  /** Share of partial questions with one part renamed. */
  readonly partialAliasShare: number;
  /** Share of two-hop questions with one part renamed against the first chunk. */
  readonly twoHopAliasShare: number;
  /** Number of faults a component usually has: the fewer, the more near-duplicate reports. From 2. */
  readonly faultsPerComponent: number;
  /** Number of phases a component usually fails in. From 2. */
  readonly phasesPerComponent: number;
}

/** The difficulty of the shipped world. */
export const shippedDifficulty: Difficulty = {
  partialShare: 0.15,
  twoHopShare: 0.28,
  caseShare: 0.65,
  aliasShare: 0.36,
  doubleAliasShare: 0.35,
  renamedComponentShare: 0.5,
  partialAliasShare: 0.4,
  twoHopAliasShare: 0.25,
  faultsPerComponent: 4,
  phasesPerComponent: 5,
};

/** The seed of the shipped world; no other seed may repeat a fact of it. */
export const shippedSeed = 341;

/**
 * Seeds of the worlds of the extended set, the four after the shipped one: chosen before any policy was played on
 * them. A world of another seed may repeat no fact of their held-out parts.
 */
export const extendedSeeds: readonly number[] = [342, 343, 344, 345];
