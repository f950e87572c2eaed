import { costUsd, type PricedUnit, type PriceList } from '../../../harness/core/price-list.ts';
import { addUsage, engineCostUsd, searchCount } from '../../../harness/cost/cost.ts';
import {
  csvNumber,
  csvTable,
  duration,
  markdownTable,
  none,
  type Report,
  type ReportSection,
} from '../../../harness/report/index.ts';
import type { SearchUsage } from '../../../harness/run/index.ts';
import type { ZerosearchPaper } from '../paper.ts';

/** Use of the runs of one arm, all seeds together. */
interface ArmCost {
  readonly label: string;
  readonly arm: string;
  /** Runs that recorded their usage; the rest of the row is about them. */
  readonly runs: number;
  readonly training: SearchUsage;
  readonly evaluation: SearchUsage;
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  /** Price of the searches of training at a web search service. */
  readonly serpapiUsd: number;
  readonly serperUsd: number;
}

/** The cost of searching: Table 8 worked out again from the price list, and the searches of our runs at its prices. */
export function costSection({ costs }: ZerosearchPaper, prices: PriceList): ReportSection {
  return {
    id: 'cost',
    title: 'Cost',
    render: (report) => [...paperPart(costs, prices), ...ourPart(report, prices)].join('\n\n'),
    csv: (report) => costCsv(report, costs, prices),
  };
}

const units: Readonly<Record<PricedUnit, string>> = { search: 'searches', 'gpu-hour': 'GPU-hours' };

function paperPart(costs: ZerosearchPaper['costs'], prices: PriceList): string[] {
  const rows = costs.map(({ label, totalUsd, use }) => [
    label,
    use.kind === 'api' ? `${use.searches} searches` : `${use.gpus} x A100, ${use.hours} h`,
    totalUsd.toFixed(1),
    engineCostUsd(prices, use).toFixed(1),
  ]);
  const sources = [...prices.values()].map(
    ({ label, usd, amount, unit, date, source }) =>
      `- ${label}: ${usd} USD for ${amount} ${units[unit]} (${date}). ${source}`,
  );
  return [
    "The paper's table 8 (12 hours, one search for each of 64,000 episodes, the policy's own GPUs not counted) and the same from our price list:",
    markdownTable(['Search in training', 'Used', 'Paper, USD', 'Price list, USD'], rows),
    'The price list, `data/prices.json`:',
    sources.join('\n'),
  ];
}

function ourPart(report: Report, prices: PriceList): string[] {
  const header = [
    'Arm',
    'Runs',
    'Searches in training, by backend',
    'Searches in evaluation',
    'Simulator tokens',
    'Wall time',
    'CPU time',
    'Charged, USD',
    'Training at SerpAPI, USD',
    'Training at Serper, USD',
  ];
  const rows = report.spec.arms.map(({ id, label }) => {
    const cost = armCost(report, id, prices);
    return cost === null ? [label, ...header.slice(1).map(() => none)] : [label, ...costCells(cost)];
  });
  return [
    'Our runs, all seeds of an arm together. Searches and simulators ran in the process, so nothing was charged: their price is CPU time, which is that of the whole run, training and evaluation. The last two columns are what the same searches of training would have cost as web searches.',
    markdownTable(header, rows),
  ];
}

function costCells(cost: ArmCost): string[] {
  const { training, evaluation } = cost;
  const backends = Object.entries(training.searches).map(([backend, count]) => `${backend} ${count}`);
  return [
    String(cost.runs),
    backends.length === 0 ? '0' : backends.join(', '),
    String(searchCount(evaluation)),
    String(training.simulatorTokens),
    duration(cost.wallSeconds),
    duration(cost.cpuSeconds),
    (training.costUsd + evaluation.costUsd).toFixed(2),
    cost.serpapiUsd.toFixed(2),
    cost.serperUsd.toFixed(2),
  ];
}

function armCost({ results, spec }: Report, arm: string, prices: PriceList): ArmCost | null {
  const infos = results.runs.map(({ info }) => info).filter((info) => info.arm === arm);
  const recorded = infos.flatMap((info) => (info.usage === null ? [] : [{ ...info, usage: info.usage }]));
  if (recorded.length === 0) return null;
  const training = addUsage(recorded.map(({ usage }) => usage.training));
  const bought = { unit: 'search', amount: searchCount(training) } as const;
  return {
    label: spec.arms.find(({ id }) => id === arm)?.label ?? arm,
    arm,
    runs: recorded.length,
    training,
    evaluation: addUsage(recorded.map(({ usage }) => usage.evaluation)),
    wallSeconds: recorded.reduce((sum, { wallSeconds }) => sum + wallSeconds, 0),
    cpuSeconds: recorded.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
    serpapiUsd: costUsd(prices, { ...bought, price: 'serpapi' }),
    serperUsd: costUsd(prices, { ...bought, price: 'serper' }),
  };
}

function costCsv(report: Report, costs: ZerosearchPaper['costs'], prices: PriceList): string {
  const columns = ['group', 'id', 'metric', 'value', 'runs', 'source'];
  const papers = costs.flatMap(({ label, totalUsd, use, source }) => [
    ['paper', label, 'total_usd', csvNumber(totalUsd), '', source],
    ['price list', label, 'total_usd', csvNumber(engineCostUsd(prices, use)), '', 'data/prices.json'],
  ]);
  const ours = report.spec.arms.flatMap(({ id }) => {
    const cost = armCost(report, id, prices);
    return cost === null
      ? []
      : numbersOf(cost).map(([metric, value]) => [
          'arm',
          id,
          metric,
          csvNumber(value),
          String(cost.runs),
          '',
        ]);
  });
  return csvTable(columns, [...papers, ...ours]);
}

function numbersOf({ training, evaluation, ...cost }: ArmCost): [string, number][] {
  return [
    ...Object.entries(training.searches).map(([id, n]): [string, number] => [`training_searches ${id}`, n]),
    ...Object.entries(evaluation.searches).map(([id, n]): [string, number] => [
      `evaluation_searches ${id}`,
      n,
    ]),
    ['training_simulator_tokens', training.simulatorTokens],
    ['wall_seconds', cost.wallSeconds],
    ['cpu_seconds', cost.cpuSeconds],
    ['charged_usd', training.costUsd + evaluation.costUsd],
    ['training_at_serpapi_usd', cost.serpapiUsd],
    ['training_at_serper_usd', cost.serperUsd],
  ];
}
