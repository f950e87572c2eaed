import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../../harness/core/package-root.ts';

const numbers = z.array(z.number());
/** Norm and slant of each tensor's move; the slant is the sum of element i, from 1, times cos i. */
const moves = z.record(z.string(), z.tuple([z.number(), z.number()]));

const trlGolden = z.object({
  folder: z.string(),
  settings: z.object({
    temperature: z.number(),
    clip: z.number(),
    klCoefficient: z.number(),
    maxCompletionTokens: z.int(),
    adam: z.object({
      learningRate: z.number(),
      beta1: z.number(),
      beta2: z.number(),
      epsilon: z.number(),
      weightDecay: z.number(),
      maxGradNorm: z.number(),
    }),
  }),
  episodes: z.array(
    z.object({
      prompt: numbers,
      completion: numbers,
      reward: z.number(),
      referenceLogprobs: numbers,
      oldLogprobs: numbers,
    }),
  ),
  runs: z.array(
    z.object({
      lossType: z.enum(['grpo', 'bnpo', 'dapo', 'dr_grpo']),
      biasCorrectionKl: z.boolean(),
      advantages: numbers,
      losses: numbers,
      gradNorms: numbers,
      kl: numbers,
      clipFractions: numbers,
      movedAfter1: moves,
      movedAfter3: moves,
    }),
  ),
});

/** Three optimiser steps of TRL's GRPOTrainer under each of its losses; `test/peers/grpo.py` made them. */
export type TrlGolden = z.infer<typeof trlGolden>;

/** Reads `test/fixtures/grpo.json`. */
export function readTrlGolden(): TrlGolden {
  return trlGolden.parse(
    JSON.parse(readFileSync(join(packageRoot(), 'test', 'fixtures', 'grpo.json'), 'utf8')),
  );
}
