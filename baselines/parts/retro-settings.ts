import { z } from 'zod';
import type { SettingTable } from '../../harness/baseline/index.ts';
import { answerTokens } from './answer-tag.ts';

/** Settings of `retrollm`. */
export interface RetroSettings {
  readonly maxClues: number;
  /** Shortest and longest clue, in tokens. */
  readonly minClueTokens: number;
  readonly maxClueTokens: number;
  /** A clue that stands in more places of the corpus ranks no document. */
  readonly maxOccurrences: number;
  /** Documents that clues rank. */
  readonly clueDocuments: number;
  /** Documents whose windows are looked at: the fused ranking's first. */
  readonly documents: number;
  readonly clueWeight: number;
  readonly searchWeight: number;
  /** Tokens on each side of a clue that a window holds. */
  readonly windowRadius: number;
  /** Windows that evidence may be copied from. */
  readonly windows: number;
  /** Part of a window in which its evidence must begin. */
  readonly headShare: number;
  /** Tokens from which a piece of evidence may end, and at which it must. */
  readonly minEvidenceTokens: number;
  readonly maxEvidenceTokens: number;
  /** Rounds of clues and evidence. */
  readonly maxRounds: number;
  readonly answerTokens: number;
}

const count = z.int().positive();
const weight = z.number().min(0);

/** The settings of `retrollm` with their sources, in sunnynexus/RetroLLM @d522502 scripts/generate.py. */
export const retroSettings: SettingTable<RetroSettings> = {
  maxClues: {
    schema: count,
    default: 3,
    source: 'generate.py, __call__: no separator after the second clue',
  },
  minClueTokens: { schema: count, default: 2, source: 'generate.py, clue_fmindex_processor' },
  maxClueTokens: { schema: count, default: 7, source: 'generate.py, clue_fmindex_processor' },
  maxOccurrences: { schema: count, default: 1000, source: 'generate.py: max_occurrence 1e3' },
  clueDocuments: { schema: count, default: 5, source: 'generate.py, document_scoring_fn: fm_index_top_k 5' },
  documents: { schema: count, default: 25, source: 'generate.py: top_k 25, 50 for multi-hop questions' },
  clueWeight: { schema: weight, default: 1, source: 'generate.py, document_scoring_fn: w1 1.0' },
  searchWeight: {
    schema: weight,
    default: 2,
    source: 'generate.py, document_scoring_fn: w2 2.0, of SPLADE-v3',
  },
  windowRadius: { schema: count, default: 32, source: 'generate.py: window_size 32' },
  windows: { schema: count, default: 5, source: 'generate.py: top_k_wd 5, 10 for multi-hop questions' },
  headShare: {
    schema: z.number().positive().max(1),
    default: 0.2,
    source: 'generate.py, evidence_fmindex_processor: the first fifth',
  },
  minEvidenceTokens: { schema: count, default: 64, source: 'generate.py: twice the window size' },
  maxEvidenceTokens: { schema: count, default: 160, source: 'generate.py: five times the window size' },
  maxRounds: {
    schema: count,
    default: 1,
    source: 'generate.py, __call__: after the evidence only the answer may follow, for single-hop questions',
  },
  answerTokens,
};
