/** What a run tells while it goes; shares are 0 to 1, null where nothing could be scored. */
export type TrainEvent =
  | { readonly kind: 'resumed'; readonly step: number }
  | {
      readonly kind: 'step';
      readonly step: number;
      readonly steps: number;
      readonly rewardMean: number | null;
      readonly correctShare: number | null;
      readonly answeredShare: number | null;
      readonly failed: number;
    }
  | {
      readonly kind: 'evaluation';
      readonly step: number;
      readonly split: 'held-out' | 'dev';
      readonly accuracy: number | null;
    }
  | { readonly kind: 'checkpoint'; readonly step: number };
