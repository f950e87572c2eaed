import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { markdownTable } from './markdown-table.ts';
import { bold, bullets, escapeMarkdown, link } from './markdown.ts';

describe('text in Markdown', () => {
  it('becomes no HTML, link, image, emphasis or mathematics', () => {
    const cases: readonly (readonly [text: string, escaped: string])[] = [
      ['<img src=x onerror=y>', '&lt;img src=x onerror=y>'],
      ['</td><!-- x --><?php', '&lt;/td>&lt;!-- x -->&lt;?php'],
      ['&lt;b&gt; &#60;', '&amp;lt;b&amp;gt; &amp;#60;'],
      ['[click](http://evil) ![i](x) [a][b]', String.raw`[click\](http://evil) ![i\](x) [a\][b]`],
      ['**INCOMPLETE** _so_ ~~gone~~', String.raw`\*\*INCOMPLETE\*\* \_so\_ \~\~gone\~\~`],
      ['$x$', String.raw`\$x\$`],
      ['a\n\n# Title', 'a # Title'],
      [String.raw`\[x`, String.raw`\\[x`],
    ];
    for (const [text, escaped] of cases) assert.equal(escapeMarkdown(text), escaped);
  });

  it('stays as it is where it means nothing', () => {
    for (const text of [
      '46.9 % [30.9, 63.6], p < 0.0001 & more',
      'em_chunk, 3 > 2, {"id":"embedded/cpu"}',
      'the published code shows `No information <b> *available*`.',
      'see https://example.org/a_b',
    ])
      assert.equal(escapeMarkdown(text), text);
  });

  it('keeps a code span only where every reader closes it at the same place', () => {
    assert.equal(escapeMarkdown('a ` b <b>'), String.raw`a \` b &lt;b>`);
    assert.equal(escapeMarkdown('``a <b>` c'), '\\`\\`a &lt;b>\\` c');
    assert.equal(escapeMarkdown('`a \\` <b>'), '\\`a \\\\\\` &lt;b>');
  });
});

describe('a list', () => {
  it('holds lines that open nothing', () => {
    const lines = ['# Title', '> quote', '- item', '+ item', '1. one', '2) two', '=== x', '[a]: http://evil'];
    assert.deepEqual(bullets(lines).split('\n'), [
      String.raw`- \# Title`,
      String.raw`- \> quote`,
      String.raw`- \- item`,
      String.raw`- \+ item`,
      String.raw`- 1\. one`,
      String.raw`- 2\) two`,
      String.raw`- \=== x`,
      String.raw`- \[a]: http://evil`,
    ]);
    assert.equal(bullets(['    # indented', '~~~']), '- \\# indented\n- \\~\\~\\~');
  });
});

describe('a table', () => {
  it('has as many cells as were given, whatever they hold', () => {
    const table = markdownTable(
      ['a|b', 'c'],
      [
        ['x\n| y |', '`p|q` \\|'],
        [bold('in|complete'), link('<i>', 'a.md')],
      ],
    );
    assert.deepEqual(table.split('\n'), [
      String.raw`| a\|b | c |`,
      '| --- | --- |',
      String.raw`| x \| y \| | ` + '\\`p\\|q\\` \\\\\\| |',
      String.raw`| **in\|complete** | [&lt;i>](a.md) |`,
    ]);
  });
});
