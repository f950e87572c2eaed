import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { playPrint } from './play-print.ts';

const [one, other] = ['1'.repeat(64), '2'.repeat(64)];

function printed(folder: string, hash = one): string {
  const config = {
    policy: { kind: 'gguf', file: `${folder}/a.gguf` },
    search: { kind: 'dense', model: { kind: 'onnx', folder } },
    judge: { kind: 'strict', model: `gguf:${folder}/a.gguf` },
  };
  return playPrint({ config }, { [`${folder}/a.gguf`]: hash, [`${folder}/onnx/model.onnx`]: other });
}

const of = (config: object, models = {}): string => playPrint({ config }, models);

describe('the print of a play', () => {
  it('is that of what models hold, wherever they lie', () => {
    assert.equal(printed('/home/ada/models'), printed('/srv/m "1"'));
    assert.notEqual(printed('/home/ada/models'), printed('/home/ada/models', other));
  });

  it('tells apart what else decides: names of models in the package, settings, and models changed for each other', () => {
    assert.notEqual(of({ folder: 'data/models/a' }), of({ folder: 'data/models/b' }));
    assert.notEqual(of({ seed: 1 }), of({ seed: 2 }));
    const models = { '/m/a': one, '/m/b': other };
    assert.notEqual(
      of({ policy: '/m/a', judge: '/m/b' }, models),
      of({ policy: '/m/b', judge: '/m/a' }, models),
    );
  });
});
