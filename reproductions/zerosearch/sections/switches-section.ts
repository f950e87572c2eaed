import { paperTableMarkdown, paperTableCsv } from '../../../harness/report/paper-table-section.ts';
import type { PaperTable } from '../../../harness/report/paper-table.ts';
import type { Report } from '../../../harness/report/report.ts';
import type { ReportSection } from '../../../harness/report/report-section.ts';
import { referenceArm } from './reference-arm.ts';

const prefix = 'switch-';

/** Each bug of the published code switched on alone; left out where the profile has none of these arms. */
export const switchesSection: ReportSection = {
  id: 'switches',
  title: 'Bugs of the published code, one at a time',
  render: (report) => {
    const table = tableOf(report);
    return table.rows.length === 1
      ? ''
      : `Each differs from the first row in one switch. The paper has no such rows.\n\n${paperTableMarkdown(report, table)}`;
  },
  csv: (report) => paperTableCsv(report, tableOf(report)),
};

function tableOf({ spec }: Report): PaperTable {
  const switched = spec.arms.filter(({ id }) => id.startsWith(prefix));
  return {
    reference: referenceArm,
    rows: [{ label: 'None', arm: referenceArm }, ...switched.map(({ id, label }) => ({ label, arm: id }))],
  };
}
