import type { PolicyAims } from '../../../harness/data/dataset.ts';

/**
 * Room of a base policy of Meridian: it reads and writes the format, seldom searches twice, and finds something of
 * every kind when it is asked often. Ours, after prototypes in which a policy without room made all arms of a comparison
 * alike, and one without exploration never learned what it never found; accuracy is about that of the paper's
 * base (ReZero section 4: 15.6 %).
 */
export const policyAims: PolicyAims = {
  samples: 64,
  shares: {
    'accuracy/dev': [0.1, 0.25],
    'accuracy/held-out': [0.1, 0.25],
    // A few per cent must break it, or the format reward has nothing to teach.
    format: [0.95, 0.99],
    reading: [0.9, 1],
    'never-searches': [0.2, 0.4],
    'again-after-miss': [0.02, 0.08],
    'follows-bridge': [0.02, 0.08],
    'exploration/alias': [0.6, 1],
    'exploration/direct': [0.6, 1],
    'exploration/partial': [0.6, 1],
    'exploration/two-hop-case': [0.6, 1],
    'exploration/two-hop-recurrence': [0.6, 1],
    'success/alias': [0, 0.15],
    'success/direct': [0, 0.5],
    'success/partial': [0, 0.35],
    'success/two-hop-case': [0.01, 0.1],
    'success/two-hop-recurrence': [0.01, 0.1],
  },
};
