import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import { escapeControls, requirePlainText } from './plain-text.ts';
import { TwinZeroError } from './twin-zero-error.ts';

const where = { where: 'runs/a/run.json', mend: 'edit it' };

describe('text from outside', () => {
  it('is refused by its field when it holds a control character', () => {
    const cases: readonly (readonly [unknown, string])[] = [
      [{ arm: 'a\u001b[2J' }, '"arm" holds the control character U+001B'],
      [
        { config: { deviations: ['fine', 'a\nb'] } },
        '"config.deviations.1" holds the control character U+000A',
      ],
      [{ versions: { 'a\u009b': '1' } }, '"a key of versions" holds the control character U+009B'],
      [{ machine: { cpu: 'x\u202ey' } }, '"machine.cpu" holds the control character U+202E'],
    ];
    for (const [value, message] of cases)
      assert.throws(
        () => requirePlainText(value, where),
        new TwinZeroError('data', `runs/a/run.json: ${message}; edit it`),
      );
  });

  it('may hold anything that prints', () => {
    requirePlainText({ label: 'Ünïcödé – 漢字 👩‍🔬 <b>|`', n: 3, none: null, list: [true] }, where);
  });
});

describe('text for a terminal', () => {
  it('shows what would command it, and keeps lines and tabs', () => {
    assert.equal(
      escapeControls('a\u001b]0;title\u0007b\u009b2J\r\nc\td\re\u202e\u2028\u007f'),
      String.raw`a\u001b]0;title\u0007b\u009b2J` + '\nc\td' + String.raw`\u000de\u202e\u2028\u007f`,
    );
  });

  it('keeps the value of JSON', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'binary' }), (json) => {
        const shown = escapeControls(json);
        assert.doesNotMatch(shown, /(?![\n\t])\p{Cc}/u);
        assert.deepEqual(JSON.parse(shown), JSON.parse(json));
      }),
    );
  });
});
