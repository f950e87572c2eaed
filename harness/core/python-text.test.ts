import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { pythonSplit, pythonStrip, pythonText } from './python-text.ts';

// Python 3.11.7: [hex(c) for c in range(0x110000) if chr(c).isspace()]
const pythonSpaces =
  '\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000';

describe('pythonText', () => {
  it('takes for white space exactly what Python does', () => {
    const space = new RegExp(`^[${pythonText.space}]$`, 'u');
    const found = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).filter((c) =>
      space.test(c),
    );
    assert.equal(found.join(''), pythonSpaces);
  });

  it('takes letters and numbers of every script for word characters, but no marks', () => {
    const word = new RegExp(`^[${pythonText.word}]$`, 'u');
    const taken = Array.from('aZ5_é日²Ⅷ٣😀\u0301-’°').filter((character) => word.test(character));
    assert.equal(taken.join(''), 'aZ5_é日²Ⅷ٣');
  });

  it('strips and splits as Python does, byte order marks excepted', () => {
    assert.equal(pythonStrip('\x1c\u2003a b\n\x85'), 'a b');
    assert.equal(pythonStrip('\ufeffa'), '\ufeffa');
    assert.equal(pythonStrip(' \n '), '');
    assert.deepEqual(pythonSplit(' a\u00a0b\x1dc\ufeffd '), ['a', 'b', 'c\ufeffd']);
    assert.deepEqual(pythonSplit(''), []);
  });
});
