/** A training search of ZeroSearch with one of two rewards. */
export interface CrossoverArm {
  readonly id: string;
  readonly label: string;
  /** The arm of ZeroSearch that it is in all but the reward. */
  readonly like: 'real' | 'simulator-l';
  /** What answers the searches of training, for tables. */
  readonly search: string;
  readonly rewardPreset: 'zerosearch-f1-only4' | 'zerosearch-f1-retry';
  /** What is paid, for tables. */
  readonly reward: string;
}

const real = { like: 'real', search: 'real' } as const;
const simulator = { like: 'simulator-l', search: 'simulator L' } as const;
const f1 = { rewardPreset: 'zerosearch-f1-only4', reward: 'F1' } as const;
const retry = { rewardPreset: 'zerosearch-f1-retry', reward: 'F1 and retry' } as const;

/** The four arms: each training search with and without ReZero's retry reward. */
export const crossoverArms: readonly CrossoverArm[] = [
  { id: 'real', label: 'Real search, F1', ...real, ...f1 },
  { id: 'real-retry', label: 'Real search, F1 and retry', ...real, ...retry },
  { id: 'simulator', label: 'Simulator L, F1', ...simulator, ...f1 },
  { id: 'simulator-retry', label: 'Simulator L, F1 and retry', ...simulator, ...retry },
];
