import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { tinyConfig } from '../testing/tiny-model.ts';
import { rotaryFrequencies, rotaryTables } from './rotary.ts';

describe('rotaryFrequencies', () => {
  // From Python's decimal module with 60 digits: theta^(2i/size) rounded to float32, then its reciprocal rounded.
  // Rounding once, at the end, gives another float32 at 5, 6, 10 and 14 of the first, at 1, 2, 4, 5, 7 and 11 here.
  it('rounds the power and then its reciprocal, for the shipped models', () => {
    assert.deepEqual(
      [...rotaryFrequencies({ ropeTheta: 10_000, ropeScaling: null, headSize: 32 })],
      [
        1, 0.5623413324356079, 0.3162277638912201, 0.17782793939113617, 0.10000000149011612,
        0.05623412877321243, 0.03162277862429619, 0.017782794311642647, 0.009999999776482582,
        0.005623413249850273, 0.003162277862429619, 0.0017782794311642647, 0.0010000000474974513,
        0.000562341301701963, 0.0003162277862429619, 0.00017782794020604342,
      ],
    );
  });

  it('rounds the power and then its reciprocal, for a base of 500,000', () => {
    assert.deepEqual(
      [...rotaryFrequencies({ ropeTheta: 500_000, ropeScaling: null, headSize: 64 }).subarray(0, 12)],
      [
        1, 0.663601279258728, 0.44036662578582764, 0.2922278344631195, 0.193922758102417, 0.12868738174438477,
        0.08539710193872452, 0.05666961893439293, 0.03760603070259094, 0.02495540864765644,
        0.016560440883040428, 0.010989529080688953,
      ],
    );
  });

  // From `ROPE_INIT_FUNCTIONS['llama3']` of transformers 5.24 with torch 2.13: the first 15 stay, the next three are
  // stretched in part, the others by the factor.
  it('stretches the wavelengths of Llama 3.2', () => {
    const ropeScaling = {
      factor: 32,
      lowFrequencyFactor: 1,
      highFrequencyFactor: 4,
      originalPositions: 8192,
    };
    assert.deepEqual(
      [...rotaryFrequencies({ ropeTheta: 500_000, ropeScaling, headSize: 64 }).subarray(13)],
      [
        0.00483942124992609, 0.0032114461064338684, 0.0012905480107292533, 0.000429556705057621,
        9.708286233944818e-5, 1.9461638657958247e-5, 1.291476746700937e-5, 8.570255886297673e-6,
        5.687232260243036e-6, 3.7740544485131977e-6, 2.504467147446121e-6, 1.6619674170215148e-6,
        1.1028836297555245e-6, 7.318749339901842e-7, 4.856731266045244e-7, 3.2229328894572973e-7,
        2.1387423032592778e-7, 1.4192720243499934e-7, 9.418306490260875e-8,
      ],
    );
  });

  it('stretches by factors that are no binary fractions', () => {
    const ropeScaling = {
      factor: 3,
      lowFrequencyFactor: 1.3,
      highFrequencyFactor: 4.7,
      originalPositions: 32,
    };
    assert.deepEqual(
      [...rotaryFrequencies({ ropeTheta: 500, ropeScaling, headSize: 16 })],
      [
        1, 0.24724993109703064, 0.07049141079187393, 0.032416414469480515, 0.01490712072700262,
        0.006855237763375044, 0.0031524719670414925, 0.0014497061492875218,
      ],
    );
  });

  it('rounds the exponent where it is no binary fraction', () => {
    const [, frequency] = rotaryFrequencies({ ropeTheta: 1e30, ropeScaling: null, headSize: 6 });
    assert.equal(frequency, Math.fround(1 / Math.fround(1e30 ** Math.fround(1 / 3))));
    assert.notEqual(frequency, Math.fround(1e-10));
  });
});

describe('rotaryTables', () => {
  it('takes the angle as a float32', () => {
    const { cosines, sines, negatedSines } = rotaryTables({ ...tinyConfig, headSize: 32 }, 1000);
    const angle = Math.fround(999 * 0.05623412877321243);
    const at = 999 * 16 + 5;
    assert.deepEqual(
      [cosines[at], sines[at], negatedSines[at]],
      [Math.cos(angle), Math.sin(angle), -Math.sin(angle)].map(Math.fround),
    );
    assert.notEqual(sines[at], Math.fround(Math.sin(999 * 0.05623413251903491)));
  });
});
