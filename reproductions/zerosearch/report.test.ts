import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { describe, it } from 'mocha';
import type { Results } from '../../harness/report/read/results.ts';
import { makeReport, type Report } from '../../harness/report/report.ts';
import { evaluationOf, fixtureRun } from '../../harness/report/testing/report-fixture.ts';
import type { Run } from '../../harness/run/read-run.ts';
import type { RunRecord } from '../../harness/run/run-record.ts';
import { reportSpecOf } from '../../harness/reproduce/reproduction.ts';
import { zerosearchArms } from './arms.ts';
import zerosearch from './reproduction.ts';

const spec = reportSpecOf(zerosearch);

/** Three seeds; 1/4 right before training, the last evaluation by default 3/4 right. */
function runsOf(arm: string, letters = '1110', info: Partial<RunRecord> = {}): Run[] {
  return [1, 2, 3].map((seed) =>
    fixtureRun({
      arm,
      seed,
      dev: { 15: '00', 30: '11' },
      heldOut: { 0: '1000', 30: letters },
      info: { reproduction: 'zerosearch', steps: 3, ...info },
      metrics: [1, 2, 3].map((step) => ({ step, answer_words: step * seed, padding_words: 0 })),
    }),
  );
}

const reportOf = (runs: readonly Run[], more: Partial<Results> = {}): Report =>
  makeReport(spec, { runs, sanity: [], ...more });

const intro = (...runs: readonly Run[]): string => section('rewards').render(reportOf(runs));

/** A bound of the difference of the exchanged arms. */
const mirrored = (bound: string): string => bound.replace(/^[+−]/u, (sign) => (sign === '+' ? '−' : '+'));

function section(id: string): NonNullable<typeof spec.sections>[number] {
  const found = spec.sections?.find((one) => one.id === id);
  assert.ok(found !== undefined, id);
  return found;
}

/** The cells of the line of a section's last table that begins with `label`. */
function line(report: Report, id: string, label: string): string[] {
  const found = section(id)
    .render(report)
    .split('\n')
    .findLast((text) => text.startsWith(`| ${label} |`));
  return (found ?? '').split(' | ').map((cell) => cell.replace(/^\| | \|$/g, ''));
}

const csv = (report: Report, id: string): Record<string, string>[] =>
  parse(section(id).csv?.(report) ?? '', { columns: true });

describe('the ZeroSearch report', () => {
  const report = reportOf([
    ...runsOf('real', '1100'),
    ...runsOf('simulator-l'),
    ...runsOf('unmasked', '1110'),
  ]);

  it('puts our arms beside the published averages', () => {
    const real = line(report, 'main', 'Trained with the real search');
    assert.equal(real[1], '4 x 3 seeds');
    assert.match(real[2] ?? '', /^50\.0 % \[/);
    assert.match(real[3] ?? '', /^−25\.0 points \[/);
    assert.deepEqual(real.slice(4), ['Search-R1-base', '32.81 %', '−1.66 points']);
    const base = line(report, 'main', 'Before training (step 0)');
    assert.match(base[2] ?? '', /^25\.0 % \[/);
    assert.deepEqual(base.slice(4), ['No RL', '8.82 %', '−25.65 points']);
    const masking = line(report, 'masking', 'Documents trained on');
    assert.equal(masking[3], 'the same runs');
    assert.deepEqual(masking.slice(4), ['without mask', '34.53 %', '−1.54 points']);
  });

  it('prints a dash for every arm that was not run, in every section, and crashes in none', () => {
    assert.deepEqual(line(report, 'simulators', 'Simulator S').slice(1), [
      '–',
      '–',
      '–',
      'SFT-3B',
      '30.47 %',
      '−4.00 points',
    ]);
    const whole = reportOf(runsOf('real', '1100', { profile: 'full' }));
    assert.deepEqual(line(whole, 'algorithms', 'REINFORCE++').slice(1), ['–', '–', '–', '–', '–', '–']);
    assert.deepEqual(line(whole, 'rewards', 'Exact match').slice(1), ['–', '–', '–', '–', '–', '–']);
    const [first] = runsOf('real');
    assert.ok(first !== undefined);
    const bare: Run = {
      ...first,
      info: { ...first.info, status: 'incomplete' },
      evaluations: [],
      metrics: [],
    };
    for (const partial of [reportOf([bare]), report])
      for (const { id, render, csv: numbers, figure } of spec.sections ?? []) {
        const text = `${render(partial)}${numbers?.(partial) ?? ''}${JSON.stringify(figure?.view(partial) ?? '')}`;
        assert.ok(!/NaN|undefined|Infinity/.test(text), id);
      }
  });

  it('lists the arms of a profile only, and sections for arms that it has', () => {
    const ids = (profile: string): string[] =>
      reportOf(runsOf('real', '1100', { profile })).spec.arms.map(({ id }) => id);
    const compared = [
      'real',
      'simulator-s',
      'simulator-m',
      'simulator-l',
      'prompted',
      'no-search',
      'perfect-simulator',
      'noise-only',
      'twin',
    ];
    const further = [
      'base-start',
      'real-base-start',
      'grpo',
      'reinforce-plus-plus',
      'ppo',
      'fixed',
      'no-curriculum',
      'reversed',
      'unmasked',
      'reward-em',
      'reward-sub-em',
      'rloo',
      'dr-grpo',
      'switch-pairing-bug',
      'switch-kl-sign',
      'switch-em-is-substring',
      'switch-beijing-default',
      'switch-sampled-validation',
      'switch-drop-last-batch',
      'switch-final-turn-search',
    ];
    assert.deepEqual(ids('default'), compared);
    assert.deepEqual(ids('full').toSorted(), [...compared, ...further].toSorted());
    assert.deepEqual(ids('smoke'), ['real', 'simulator-s', 'no-search', 'ppo']);
    assert.deepEqual(ids('quick'), ['real', 'simulator-l']);
    assert.deepEqual(line(report, 'algorithms', 'RLOO'), ['']);
    assert.equal(section('switches').render(report), '');
    const full = reportOf(runsOf('switch-kl-sign', '1000', { profile: 'full' }));
    const label = zerosearchArms.find(({ id }) => id === 'switch-kl-sign')?.label ?? '';
    assert.match(line(full, 'switches', label)[2] ?? '', /^25\.0 % \[/);
  });

  it('says that the scale of the paper is not ours', () => {
    assert.match(spec.paper.note ?? '', /scale is not ours.*Qwen2\.5-3B/);
  });

  it('shows how long answers grew under each reward', () => {
    // Words are step x seed: 1, 2, 3 in the first third of three steps, 3, 6, 9 in the last.
    const cells = line(report, 'rewards', 'F1');
    assert.match(cells[2] ?? '', /^75\.0 % \[/);
    assert.deepEqual(cells.slice(3), [
      '2.00 [1.00, 3.00]',
      '6.00 [3.00, 9.00]',
      '0.00 [0.00, 0.00]',
      '0.00 [0.00, 0.00]',
    ]);
    const last = csv(report, 'rewards').find(
      ({ reward, metric, third }) => reward === 'F1' && metric === 'answer_words' && third === 'last',
    );
    assert.deepEqual(
      [last?.['value'], last?.['low'], last?.['high'], last?.['seeds'], last?.['interval']],
      ['6', '3', '9', '3', 'range of seeds'],
    );
    const full = reportOf(runsOf('reward-em', '1110', { profile: 'full' }));
    const figure = JSON.stringify(section('rewards').figure?.view(full));
    assert.ok(figure.includes('Simulator L, EM reward') && !figure.includes('Simulator S'));
  });

  it('says where exact match and containment were the same reward', () => {
    const em = runsOf('reward-em');
    assert.match(
      intro(...em, ...runsOf('reward-sub-em')),
      /are here the same runs, seed by seed: no training answer/u,
    );
    assert.ok(!intro(...em, ...runsOf('reward-sub-em', '1100')).includes('same runs'));
  });

  it('has one claim for each contrast, one of them primary, and none with an effect of another scale', () => {
    assert.deepEqual(
      spec.claims.filter(({ standing }) => standing === 'primary').map(({ id }) => id),
      ['replaces-real-search'],
    );
    const contrasts = spec.claims.map(({ rule }) => rule.split('. ')[0]);
    assert.equal(new Set(contrasts).size, contrasts.length);
    const claim = spec.claims.find(({ id }) => id === 'curriculum-beats-random');
    const { results } = reportOf([
      ...runsOf('simulator-l', '1'.repeat(64)),
      ...runsOf('fixed', '0'.repeat(64)),
    ]);
    assert.equal(claim?.evaluate(results).verdict, 'reproduced');
  });

  it('has one interval for one difference, in the claim and in the table', () => {
    const letters = '1100'.repeat(12);
    const runs = [
      ...runsOf('real', `${letters}${'1'.repeat(16)}`).map((run, i) =>
        i === 0
          ? { ...run, evaluations: run.evaluations.toSpliced(-1, 1, evaluationOf(30, '10'.repeat(32))) }
          : run,
      ),
      ...runsOf('simulator-l', `${letters}${'10'.repeat(8)}`),
    ].map((run) => ({
      ...run,
      evaluations: run.evaluations.filter(({ step, split }) => split === 'dev' || step === 30),
    }));
    const both = reportOf(runs);
    const claim = both.claims.find(({ claim: { id } }) => id === 'replaces-real-search');
    const measured = claim?.result.measured ?? '';
    const [, low = '', high = ''] = /points \[(.+?), (.+?)\]/u.exec(measured) ?? [];
    const table = line(both, 'main', 'Trained with the real search')[3] ?? '';
    assert.ok(
      low !== '' && table.endsWith(`[${mirrored(high)}, ${mirrored(low)}]`),
      `${measured} against ${table}`,
    );
    assert.equal(line(both, 'simulators', 'Real search')[3], table);
  });

  it('does not judge a reward that never acted', () => {
    const runs = [
      ...runsOf('reward-em', '1110'),
      ...runsOf('reward-sub-em', '1110'),
      ...runsOf('simulator-l', '1100'),
    ];
    const claim = spec.claims.find(({ id }) => id === 'f1-avoids-length-hacking');
    const { verdict, reason } = claim?.evaluate(reportOf(runs).results) ?? {};
    assert.deepEqual(
      [verdict, reason],
      [
        'not comparable',
        'the treatment never acted: every stored outcome and answer is that of arm reward-em',
      ],
    );
  });
});

describe('the cost of ZeroSearch runs', () => {
  const usage = {
    training: { searches: { 'simulator-l': 900, bm25: 100 }, simulatorTokens: 5000, costUsd: 0 },
    evaluation: { searches: { bm25: 40 }, simulatorTokens: 0, costUsd: 0.5 },
  };
  const report = reportOf([
    ...runsOf('simulator-l', '1110', { usage, wallSeconds: 60, cpuSeconds: 100 }),
    ...runsOf('real'),
  ]);

  it('is summed over seeds and priced as web searches', () => {
    // 3 x 1,000 searches: 27.50 USD at 275 per 30,000, 3.00 USD at 50 per 50,000.
    assert.deepEqual(line(report, 'cost', 'Simulator L').slice(1), [
      '3',
      'simulator-l 2700, bm25 300',
      '120',
      '15000',
      '3 min 00 s',
      '5 min 00 s',
      '1.50',
      '27.50',
      '3.00',
    ]);
    const found = csv(report, 'cost').find(
      ({ id, metric }) => id === 'simulator-l' && metric === 'training_at_serpapi_usd',
    );
    assert.deepEqual([found?.['value'], found?.['runs']], ['27.5', '3']);
  });

  it('is unknown, not nothing, for runs that did not record it', () => {
    assert.deepEqual(new Set(line(report, 'cost', 'Real search').slice(1)), new Set(['–']));
    assert.ok(csv(report, 'cost').every(({ id }) => id !== 'real'));
  });

  it("repeats the paper's table and names the source of every price", () => {
    const text = section('cost').render(report);
    assert.ok(text.includes('| Google | 64000 searches | 586.7 | 586.7 |'));
    assert.ok(text.includes('| SFT-14B | 4 x A100, 12 h | 70.8 | 70.8 |'));
    assert.match(text, /- Serper: 50 USD for 50000 searches \(2026-04-02\)\. ./);
  });
});

describe('the quality of simulators', () => {
  it('is shown where it was measured, with Wilson intervals', () => {
    const simulator = {
      id: 'simulator-s',
      label: 'Simulator S',
      parameters: 200_000,
      usefulWithGold: { count: 15, n: 32 },
      goodWithGold: { count: 15, n: 16 },
      strayWithGold: { count: 8, n: 32 },
      noisyWithGold: { count: 0, n: 0 },
      valid: { count: 32, n: 32 },
      distinct: { count: 30, n: 32 },
      similarity: { mean: 0.5, low: 0.25, high: 0.75, n: 64 },
    };
    assert.equal(section('simulator-quality').render(reportOf(runsOf('real'))), '');
    const measured = reportOf(runsOf('real'), { simulatorQuality: [simulator] });
    assert.deepEqual(line(measured, 'simulator-quality', 'Simulator S'), [
      'Simulator S',
      '200,000',
      '46.9 % [30.9, 63.6] (n = 32)',
      '93.8 % [71.7, 98.9] (n = 16)',
      '25.0 % [13.3, 42.1] (n = 32)',
      '+68.8 points [+40.8, +81.6]',
      '–',
      '100.0 % [89.3, 100.0] (n = 32)',
      '30 of 32',
      '0.50 [0.25, 0.75] (n = 64)',
    ]);
    const rows = csv(measured, 'simulator-quality');
    const [useful] = rows;
    const faithful = rows.find(({ metric }) => metric === 'faithfulness');
    assert.deepEqual(
      [faithful?.['value'], faithful?.['interval'], faithful?.['n']],
      ['0.6875', 'newcombe', '48'],
    );
    assert.deepEqual([useful?.['value'], useful?.['low'], useful?.['n']], ['0.46875', '0.308694', '32']);
  });
});
