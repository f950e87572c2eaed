import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { chatTemplate } from './chat-template.ts';

const parse = (source: string): ReturnType<typeof chatTemplate> =>
  chatTemplate({ source, where: 'models/hostile/tokenizer_config.json', bosToken: '<s>', eosToken: '</s>' });
const render = (source: string, messages: readonly string[] = ['hi']): string =>
  parse(source).render(messages);

describe('a chat template', () => {
  it('sees messages in turn, the tokens of the folder, and neither tools nor documents', () => {
    assert.equal(
      render(
        "{{ bos_token }}{% for m in messages %}{{ m['role'] ~ '=' ~ m.content ~ eos_token }}{% endfor %}",
        ['a', 'b'],
      ),
      '<s>user=a</s>assistant=b</s>',
    );
    assert.equal(render('{{ tools is none and documents is none and add_generation_prompt }}'), 'true');
  });

  it('has ranges as Python has them', () => {
    for (const [range, numbers] of [
      ['range(3)', '0 1 2 '],
      ['range(2, 9, 3)', '2 5 8 '],
      ['range(5, 1, -2)', '5 3 '],
      ['range(3, 1)', ''],
    ] as const)
      assert.equal(render(`{% for i in ${range} %}{{ i }} {% endfor %}`), numbers);
  });

  it('may refuse, in its own words', () => {
    assert.throws(() => render("{{ raise_exception('no user message') }}"), {
      kind: 'configuration',
      message:
        /^models\/hostile\/tokenizer_config\.json: its chat_template cannot be rendered .*no user message/,
    });
    assert.throws(() => parse('{% for m in messages %}'), { kind: 'configuration' });
  });
});

describe('the date in a chat template', () => {
  const asked = "{{ strftime_now('%d %b %Y') }}";

  it('is the same whatever day it is', () => {
    const today = globalThis.Date;
    for (const day of ['2024-11-26', '2031-07-04'])
      try {
        globalThis.Date = class extends today {
          constructor() {
            super(day);
          }
        } as DateConstructor;
        assert.equal(render(asked), '01 Jan 2025');
      } finally {
        globalThis.Date = today;
      }
  });

  it('is written as Python writes it', () => {
    // Values of `datetime.datetime(2025, 1, 1).strftime(...)`, Python 3.11.
    assert.equal(
      render("{{ strftime_now('%d %b %Y|%B %-d, %Y|%A|100%%|%Y-%m-%d|%H:%M:%S %p|%a %e %j %y %I %-m %F') }}"),
      '01 Jan 2025|January 1, 2025|Wednesday|100%|2025-01-01|00:00:00 AM|Wed  1 001 25 12 1 2025-01-01',
    );
  });

  it('is the template’s own where it has one, as in Llama 3.1', () => {
    const own =
      "{% if not date_string is defined %}{% set date_string = '26 Jul 2024' %}{% endif %}{{ date_string }}";
    const template = parse(own);
    assert.equal(template.render(['hi']), '26 Jul 2024');
    assert.equal(template.dated, false);
  });

  it('is known to have been asked for', () => {
    const template = parse(`{% if strftime_now is defined %}${asked}{% endif %}`);
    template.render(['hi']);
    assert.equal(template.dated, true);
  });
});

describe('a chat template that never ends or fills the memory', () => {
  const thirty = '{% for i in range(30) %}';
  const cases: readonly (readonly [string, string])[] = [
    ['a long range', '{% for i in range(100000000) %}{% endfor %}'],
    ['a fine range', '{% for i in range(0, 1, 0.000000001) %}{% endfor %}'],
    ['a range without steps', '{% for i in range(0, 5, 0) %}{% endfor %}'],
    ['loops in loops', `${'{% for i in range(1000) %}'.repeat(3)}x${'{% endfor %}'.repeat(3)}`],
    ['a text that doubles', `{% set n = namespace(x='ab') %}${thirty}{% set n.x = n.x ~ n.x %}{% endfor %}`],
    ['a list that doubles', `{% set n = namespace(x=[1]) %}${thirty}{% set n.x = n.x + n.x %}{% endfor %}`],
    [
      'a list in itself twice',
      `{% set n = namespace(x=[1]) %}${thirty}{% set n.x = [n.x, n.x] %}{% endfor %}{{ n.x }}`,
    ],
    [
      'a dictionary in itself twice',
      `{% set n = namespace(x={}) %}${thirty}{% set n.x = {'a': n.x, 'b': n.x} %}{% endfor %}{{ n.x | tojson }}`,
    ],
    ['a namespace in itself', '{% set n = namespace() %}{% set n.n = n %}{{ n.n }}'],
    ['a macro that calls itself', '{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}'],
    [
      'text replaced by long text',
      `{% set n = namespace(x='a') %}{% for i in range(15) %}{% set n.x = n.x ~ n.x %}{% endfor %}{{ n.x | replace('a', n.x) }}`,
    ],
    ['deep brackets', `{{ ${'('.repeat(20_000)}1${')'.repeat(20_000)} }}`],
  ];
  for (const [what, source] of cases)
    it(`is refused in a sentence that names the folder: ${what}`, () => {
      assert.throws(() => render(source), {
        kind: 'configuration',
        message: /^models\/hostile\/tokenizer_config\.json: its chat_template cannot be rendered \(/,
      });
    }).timeout(5000);

  it('is not even read when it is longer than any template in use', () => {
    assert.throws(() => render(' '.repeat(70_000)), {
      kind: 'configuration',
      message: /tokenizer_config\.json: its chat_template has 70000 characters, more than 65536/,
    });
  });

  it('is let through when it is only long', () => {
    const long = `{% for m in messages %}${'{% if m.content %}x{% endif %}'.repeat(600)}{{ m.content }}{% endfor %}`;
    assert.equal(render(long, ['a', 'b']), `${'x'.repeat(600)}a${'x'.repeat(600)}b`);
  });
});
