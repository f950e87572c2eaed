/** How much better an episode did than expected: one number for all its trained tokens, or one per trained token in order. */
export type Advantage = number | readonly number[];
