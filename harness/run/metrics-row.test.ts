import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { healthOf } from '../train/health.ts';
import { scoredGroupOf } from '../train/testing/scored-group-of.ts';
import { metricsHeader, metricsLine } from './metrics-row.ts';

describe('a row of metrics.csv', () => {
  const health = healthOf([
    scoredGroupOf([
      { correct: true, reward: 4.5, format: 1, policyTokens: 7 },
      { correct: false, reward: 0.5, format: 0, policyTokens: 8 },
    ]),
  ]);

  it('has the columns in their fixed order, reward parts in the middle', () => {
    assert.equal(
      metricsHeader(['format'], { critic: false }),
      'step,episodes,failed,reward_mean,reward_std,format,entropy,kl,clip_fraction,loss,grad_norm,learning_rate,' +
        'zero_variance_groups,groups,searches_per_episode,repeated_query_share,recovery,answered_share,' +
        'policy_tokens_per_episode\n',
    );
  });

  it('writes numbers so that they read back, and nothing for what is unknown', () => {
    const update = { loss: 0.1 + 0.2, gradNorm: 1e-7, entropy: 0.5, kl: null, clipFraction: null };
    assert.equal(
      metricsLine(['format'], { step: 3, health, update, learningRate: 5e-6 }),
      `3,2,0,2.5,${Math.sqrt(8)},0.5,0.5,,,0.30000000000000004,1e-7,0.000005,0,1,0,,,1,7.5\n`,
    );
  });

  it('has columns of the critic at the end where there is one, and only there', () => {
    const learned = { step: 3, health, update: null, learningRate: 0 };
    const update = { loss: 0.25, clipFraction: 0.5, gradNorm: 2 };
    assert.match(
      metricsHeader([], { critic: true }),
      /,policy_tokens_per_episode,value_loss,value_clip_fraction,value_grad_norm,value_learning_rate\n$/u,
    );
    assert.match(
      metricsLine([], { ...learned, critic: { update, learningRate: 1e-5 } }),
      /,7\.5,0\.25,0\.5,2,0\.00001\n$/u,
    );
    assert.match(
      metricsLine([], { ...learned, critic: { update: null, learningRate: 0 } }),
      /,7\.5,,,,0\n$/u,
    );
  });

  it('leaves the update empty in a step that had nothing to train on', () => {
    const line = metricsLine([], { step: 1, health, update: null, learningRate: 0 });
    assert.match(line, /^1,2,0,2\.5,[\d.]+,,,,,,0,/u);
  });
});
