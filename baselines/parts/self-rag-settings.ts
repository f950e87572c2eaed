import { z } from 'zod';
import type { SettingTable } from '../../harness/baseline/index.ts';
import type { CritiqueWeights } from './critique.ts';

/** Settings of `self-rag`. */
export interface SelfRagSettings extends CritiqueWeights {
  /** Passages of each retrieval, one continuation each. */
  readonly topK: number;
  /** Share of `yes` among `yes` and `no` above which it retrieves; null for what the policy says (hard). */
  readonly threshold: number | null;
  /** `hard` drops continuations that say of themselves that the passage does not support them. */
  readonly critique: 'soft' | 'hard';
  /** Paths that are kept after each segment. */
  readonly beamWidth: number;
  readonly maxSegments: number;
  /** Longest segment. */
  readonly segmentTokens: number;
  /** Likeliest tokens that are looked at where a judgement stands; one that is not among them has no probability. */
  readonly topLogprobs: number;
}

const count = z.int().positive();
const weight = z.number().min(0);

/** The settings of `self-rag` with their sources, in AkariAsai/self-rag @1fcdc42. */
export const selfRagSettings: SettingTable<SelfRagSettings> = {
  topK: { schema: count, default: 5, source: 'README: 10 documents for PopQA and TriviaQA, else 5' },
  threshold: {
    schema: z.number().min(0).max(1).nullable(),
    default: 0.2,
    source: 'README: threshold 0.2; without one the released code goes by the token (run_short_form.py:83)',
  },
  critique: {
    schema: z.enum(['soft', 'hard']),
    default: 'soft',
    source: 'arXiv 2310.11511 section 3.3: weights, or a constraint; run_long_form_static.py --ignore_cont',
  },
  relevanceWeight: { schema: weight, default: 1, source: 'README: w_rel 1.0' },
  supportWeight: { schema: weight, default: 1, source: 'README: w_sup 1.0' },
  utilityWeight: {
    schema: weight,
    default: 0.5,
    source: 'README: w_use 0.5; the default of run_short_form.py is 1.0',
  },
  beamWidth: { schema: count, default: 2, source: 'arXiv 2310.11511 section 4: beam width 2' },
  maxSegments: { schema: count, default: 6, source: 'README: max_depth 7, which is six segments' },
  segmentTokens: {
    schema: count,
    default: 100,
    source: 'FlashRAG docs/baseline_details.md: 100 output tokens; the long form has 300',
  },
  topLogprobs: {
    schema: count,
    default: 20,
    source: 'ours: the most that common servers tell; the released code asks for 5000 of 32000',
  },
};
