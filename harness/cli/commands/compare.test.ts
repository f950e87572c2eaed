import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { publishedResults } from '../../core/result-folders.ts';
import { compareCommand } from './compare.ts';

describe('twinzero compare', () => {
  it('names the arms beside one that is not there', async () => {
    const runs = join(publishedResults(), 'crossover', 'default', 'runs');
    const compared = (a: string): Promise<unknown> =>
      compareCommand().parseAsync([a, join(runs, 'real')], { from: 'user' });
    await assert.rejects(compared(join(runs, 'reel')), {
      kind: 'data',
      message: `${join(runs, 'reel')} is no run folder, and no reel-s<seed> is beside it; its arms are informed-retry, real-retry, real, simulator-retry, simulator, twin`,
    });
    await assert.rejects(
      compared('/nowhere/a'),
      /; name one such as results\/rezero\/default\/runs\/rezero$/u,
    );
  });
});
