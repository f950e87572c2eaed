import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { type Baseline, baselineAnswer } from '../../harness/baseline/baseline.ts';
import { findBaseline, findBaselines } from '../../harness/baseline/find-baselines.ts';
import { lessonData, playLesson } from '../../harness/baseline/lesson.ts';
import { worldOfLesson } from '../../harness/baseline/world-of.ts';
import { exactMatch } from '../../harness/core/answer-match.ts';
import type { Episode } from '../../harness/core/episode.ts';
import { packageRoot } from '../../harness/core/package-root.ts';
import { huggingFaceCodec } from '../../harness/engine/index.ts';
import { rezeroProtocol } from '../../harness/rollout/index.ts';
import meridian from '../benches/meridian.ts';

const codec = await huggingFaceCodec(join(packageRoot(), 'data', 'models', 'meridian-base'));
const protocol = rezeroProtocol({ prompt: 'compact' });
const { limits } = meridian.config;
const taught = (await findBaselines()).filter(({ lessons }) => lessons?.['meridian'] !== undefined);

/** The first 24 lessons, played. */
async function play(baseline: Baseline, seed: number): Promise<Episode[]> {
  const lessons = await baseline.lessons?.['meridian']?.({ seed, perStep: 24 });
  const settings = meridian.settings[baseline.id]?.values ?? {};
  const played: Episode[] = [];
  for (let step = 0; played.length < 24; step += 1)
    for (const lesson of (await lessons?.(step)) ?? []) {
      const world = worldOfLesson(lesson, { protocol, codec, wording: 'compact' });
      const answer = baselineAnswer(baseline, world, settings);
      played.push(await playLesson(answer, lesson, { codec, protocol, limits }));
    }
  return played;
}

describe('the lessons of a baseline', function () {
  this.timeout(30_000);
  for (const baseline of taught) {
    it(`${baseline.id}: end in answers, many of them right, and fit the engine`, async () => {
      const episodes = await play(baseline, 1);
      const right = episodes.filter(
        ({ outcome, question }) =>
          outcome.kind === 'answered' && exactMatch(outcome.answer, question.answers) === 1,
      );
      const answered = episodes.filter(({ outcome }) => outcome.kind === 'answered');
      const all = episodes.length;
      assert.ok(answered.length >= 0.9 * all, `${answered.length} of ${all} answered`);
      assert.ok(right.length >= 0.25 * all && right.length < all, `${right.length} of ${all} right`);
      for (const { tokens, weights } of episodes.flatMap((episode) => lessonData(episode, 0.1))) {
        assert.ok(tokens.length <= limits.maxContextTokens);
        assert.equal(weights.length, tokens.length - 1);
        assert.deepEqual(new Set(weights), new Set([0.1, 1]));
      }
    });
  }

  it('are the same for a seed and others for another', async () => {
    const first = (await play(await findBaseline('rag'), 1)).slice(0, 2);
    assert.deepEqual((await play(await findBaseline('rag'), 1)).slice(0, 2), first);
    assert.notDeepEqual((await play(await findBaseline('rag'), 2)).slice(0, 2), first);
  });
});
