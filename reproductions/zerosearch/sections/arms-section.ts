import { intervalPlot } from '../../../harness/report/figures/interval-plot.ts';
import type { ReportSection } from '../../../harness/report/report-section.ts';

/** A picture of all arms; their numbers are in the main table. */
export const armsSection: ReportSection = {
  id: 'arms',
  title: 'All arms',
  render: ({ arms }) => {
    const without = arms.filter(({ chosen }) => chosen === null).map(({ arm }) => arm.id);
    const lacking = without.length === 0 ? '' : ` No accuracy yet: ${without.join(', ')}.`;
    return `The accuracies of the first table with their 95 % intervals, in its order.${lacking}`;
  },
  figure: {
    caption: 'Held-out accuracy of every arm at the dev-chosen step, 95 % intervals',
    view: ({ arms, profile }) =>
      intervalPlot(
        `Held-out accuracy at the dev-chosen step (${profile})`,
        arms.flatMap(({ arm, chosen }) => (chosen === null ? [] : [{ ...chosen, label: arm.label }])),
      ),
  },
};
