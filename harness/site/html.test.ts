import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { html, jsonElement } from './html.ts';
import { inline, markdownHtml } from './markdown-html.ts';

describe('html', () => {
  it('escapes what is set into it, and prints lists, numbers and its own parts', () => {
    assert.equal(
      html`<b title="${`"'<`}">${['&', html`<i>${2}</i>`, null]}</b>`.html,
      '<b title="&quot;&#39;&lt;">&amp;\n<i>2</i>\n</b>',
    );
  });

  it('lets no data end their element, and keeps their value', () => {
    const value = { text: '</script><!-- <script>' };
    const { html: element } = jsonElement('it', value);
    const inner = /^<script type="application\/json" id="it">(.*)<\/script>$/u.exec(element)?.[1] ?? '';
    assert.ok(!inner.includes('<'));
    assert.deepEqual(JSON.parse(inner), value);
  });
});

describe('the Markdown of reports as HTML', () => {
  it('is code, bold text and escaped characters; links keep their words alone', () => {
    assert.equal(
      inline(String.raw`a **b \* c** ${'`<x>`'} [d\]](javascript:e) \<f> &lt;g> _h_`).html,
      'a <strong>b * c</strong> <code>&lt;x&gt;</code> d] &lt;f&gt; &lt;g&gt; _h_',
    );
  });

  it('is paragraphs, bullets and tables whose cells may hold a pipe', () => {
    const text = markdownHtml(
      'one\ntwo\n\n- three\n- four\n\n| A | B |\n| --- | --- |\n| x\\|y | **1** |',
    ).html;
    const flat = text.replaceAll(/\s*\n\s*/gu, '');
    assert.ok(flat.includes('<p>one two</p><ul><li>three</li><li>four</li></ul>'), flat);
    assert.ok(flat.includes('<tr><th scope="row">x|y</th><td><strong>1</strong></td></tr>'), flat);
  });

  it('has no element of its text', () => {
    for (const text of ['<img src=x>', '**<b>**', '`<b>`', '[<b>](x)', '| <b> |\n| --- |\n| <b> |', '- <b>'])
      assert.doesNotMatch(markdownHtml(text).html, /<(?:img|b)\b/u);
  });
});
