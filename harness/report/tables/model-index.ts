import type { Report } from '../report.ts';
import { type ResultRow, resultRows } from './result-rows.ts';

/**
 * The text of model-index.json: the arms in the form of the Hugging Face Hub's model cards, whose metadata is YAML, of
 * which JSON is a part: set between two lines `---` it is the head of a card. Accuracies are in percent, as there.
 */
export function modelIndex(report: Report): string {
  const models = resultRows(report).flatMap((row) => modelOf(report, row));
  return `${JSON.stringify({ 'model-index': models }, null, 2)}\n`;
}

function modelOf({ spec, profile, results }: Report, { kind, id, late, origin }: ResultRow): object[] {
  const dataset = results.runs.find(({ info }) => info.arm === id)?.info.config.dataset;
  if (kind !== 'arm' || late === null || dataset === undefined) return [];
  const { estimate, low, high, questions, seeds, method } = late;
  const metric = {
    type: 'accuracy',
    name: 'Held-out accuracy, last third of training',
    value: percent(estimate),
    args: {
      interval: [percent(low), percent(high)],
      method,
      questions,
      seeds,
      configurations: origin?.configurations ?? [],
      environments: origin?.environments ?? [],
    },
    verified: false,
  };
  return [
    {
      name: `${spec.id}-${profile}-${id}`,
      results: [
        {
          task: { type: 'question-answering', name: 'Question answering with search' },
          dataset: { type: dataset, name: dataset, split: 'held-out' },
          metrics: [metric],
        },
      ],
    },
  ];
}

function percent(share: number): number {
  return Number((100 * share).toFixed(2));
}
