import { z } from 'zod';
import type { Setting } from '../../harness/baseline/index.ts';

/** The highest learning rate of a training. */
export function learningRate(value: number, source: string): Setting<number> {
  return { schema: z.number().positive(), default: value, source };
}
