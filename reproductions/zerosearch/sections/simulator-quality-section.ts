import {
  countShare,
  csvNumber,
  csvTable,
  type ReportSection,
  simulatorQualityTable,
} from '../../../harness/report/index.ts';
import { faithfulness, type MeasuredSimulator } from '../../../harness/search/index.ts';

// DEVIATION(simulator-quality)
const notes =
  'Measured apart from the runs, all simulators by the same searches, one a question: one, two or all parts that the question names, in its words. A query is good where the real search finds the gold answer for it; one about something else belongs to another question and names nothing that this one does, while question and answer are told as ever. One that is faithful to its query writes the answer to the former and not to the latter. 95 % intervals, by Wilson, of differences by Newcombe, of the likeness by a bootstrap over questions. The different documents have none: repetition is no draw.';

/** Quality of the simulators; left out where the result has no simulator-quality.json. */
export const simulatorQualitySection: ReportSection = {
  id: 'simulator-quality',
  title: 'Quality of the simulators',
  render: ({ results }) => {
    const simulators = results.simulatorQuality ?? [];
    return simulators.length === 0 ? '' : `${notes}\n\n${simulatorQualityTable(simulators)}`;
  },
  csv: ({ results }) =>
    csvTable(
      ['simulator', 'metric', 'value', 'low', 'high', 'interval', 'n'],
      (results.simulatorQuality ?? []).flatMap(lines),
    ),
};

function lines(simulator: MeasuredSimulator): string[][] {
  const { id, distinct, similarity, goodWithGold, strayWithGold } = simulator;
  const { usefulWithGold, noisyWithGold, valid } = simulator;
  const shares = { usefulWithGold, goodWithGold, strayWithGold, noisyWithGold, valid };
  const intervals = Object.entries(shares).map(([name, part]) => {
    const interval = countShare(part);
    const numbers = [interval?.estimate, interval?.low, interval?.high].map(csvNumber);
    return [id, name, ...numbers, interval === null ? '' : 'wilson', String(part.n)];
  });
  const faithful = faithfulness(simulator);
  const bounds = [faithful?.estimate, faithful?.low, faithful?.high].map(csvNumber);
  const share = distinct.n === 0 ? null : distinct.count / distinct.n;
  const { mean, low, high, n } = similarity;
  return [
    ...intervals,
    [
      id,
      'faithfulness',
      ...bounds,
      faithful === null ? '' : 'newcombe',
      String(goodWithGold.n + strayWithGold.n),
    ],
    [id, 'distinct', csvNumber(share), '', '', '', String(distinct.n)],
    [id, 'similarity', ...[mean, low, high].map(csvNumber), 'bootstrap', String(n)],
  ];
}
