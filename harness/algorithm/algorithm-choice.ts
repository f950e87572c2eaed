/** An algorithm by name, as a configuration states it. */
export interface AlgorithmChoice {
  readonly name: 'grpo' | 'reinforce' | 'rloo' | 'dr-grpo' | 'reinforce++' | 'ppo';
  /** Coefficient of the log-ratio to the reference that each token pays out of its reward; absent: 0. */
  readonly klInReward?: number | undefined;
  /** Discount per trained token; absent: 1. */
  readonly gamma?: number | undefined;
  /** Decay of generalised advantage estimation per trained token; absent: 1. */
  readonly lambda?: number | undefined;
}
