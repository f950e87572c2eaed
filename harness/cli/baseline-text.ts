import type { Baseline } from '../baseline/index.ts';

/** A baseline for people: source, needs, settings with their sources, published numbers. */
export function baselineText(baseline: Baseline): string {
  const { id, title, source, needs, settings, paper, lessons, deviations = {} } = baseline;
  return [
    `${id}: ${title}`,
    `  source: ${source}`,
    `  needs: ${needs.join(', ') || 'nothing but the tape'}`,
    `  policy: ${policyText(baseline)}`,
    ...(lessons === undefined ? [] : [`  lessons on: ${Object.keys(lessons).join(', ')}`]),
    '',
    'settings',
    ...Object.entries(settings).map(
      ([name, one]) => `  ${name}: ${JSON.stringify(one.default)} (${one.source})`,
    ),
    ...Object.entries(deviations).flatMap(([name, text], i) => [
      ...(i === 0 ? ['', 'deviations from its source'] : []),
      `  ${name}: ${text}`,
    ]),
    '',
    'published',
    ...paper.map(({ model, metric, source: table, shares }) => {
      const figures = Object.entries(shares).map(([set, share]) => `${set} ${(100 * share).toFixed(1)} %`);
      return `  ${metric}, ${model}: ${figures.join(', ')} (${table})`;
    }),
  ].join('\n');
}

/** Where the policy comes from that plays it. */
export function policyText(baseline: Baseline): string {
  if (baseline.train !== undefined) return 'trained by it';
  return baseline.lessons === undefined
    ? 'as it is'
    : 'as it is where it follows instructions, else taught its lessons';
}

/** A baseline as JSON: all but its code. */
export function baselineJson(baseline: Baseline): unknown {
  const { id, title, source, needs, settings, paper, deviations = {} } = baseline;
  const values = Object.entries(settings).map(([name, one]) => [
    name,
    { default: one.default, source: one.source },
  ]);
  return {
    id,
    title,
    source,
    needs,
    settings: Object.fromEntries(values),
    deviations,
    paper,
    policy: policyText(baseline),
  };
}
