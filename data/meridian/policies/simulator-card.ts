import { simulatorQualityTable } from '../../../harness/report/index.ts';
import type { MeasuredSimulator } from '../../../harness/search/index.ts';
import type { SimulatorAssay } from './assay-simulator.ts';
import { simulatorRecipe } from './simulator-recipe.ts';

/** Making of a simulator and what it came to be like, as its card tells it. */
export interface SimulatorMaking {
  readonly name: string;
  readonly width: number;
  /** Name of the writer that was fine-tuned; null for one that was made for it. */
  readonly writer: string | null;
  /** Name of the file or policy that its searches come from. */
  readonly searches: string;
  /** Examples it was tuned on, half of them useful. */
  readonly examples: number;
  readonly assay: SimulatorAssay;
}

/** The card of a new simulator folder: how it was made, and its quality. */
export function simulatorCard({ assay, ...making }: SimulatorMaking): string {
  const { name, width, writer, searches, examples } = making;
  const { copying, writing, tuning } = simulatorRecipe;
  const learned =
    writer === null
      ? `Three lessons: copying random words from its prompt (${copying.steps} steps of ${copying.perStep}), writing documents of Meridian worlds of other seeds than the shipped one (${writing.steps} of ${writing.perStep}), and fine-tuning`
      : `\`${writer}\` after fine-tuning`;
  return [
    `# ${name}`,
    `A model that plays the search engine in ZeroSearch's runs: told a label (useful or noisy), a question, its answer and a query, it writes a document. Llama architecture of width ${width} with ${assay.parameters?.toLocaleString('en-US') ?? 'unknown'} parameters, float16.`,
    `${learned} (${tuning.steps} of ${tuning.perStep}) on ${examples.toLocaleString('en-US')} searches of the training questions, of \`${searches}\`, half of them useful. Nothing it was shown speaks of a dev or held-out incident; training refuses otherwise. All widths see the same examples in the same order: \`data/meridian/policies/simulator-recipe.ts\`.`,
    'Made by `twinzero simulator train`, measured by `twinzero simulator measure`:',
    simulatorQualityTable(measuredRows(name, assay)),
  ]
    .join('\n\n')
    .concat('\n');
}

/** The rows of a simulator in tables: on training questions, and on ones that it has not seen. */
export function measuredRows(
  name: string,
  { parameters, train, dev }: SimulatorAssay,
  label = name,
): [MeasuredSimulator, MeasuredSimulator] {
  return [
    { id: name, label: `${label}, training questions`, parameters, ...train },
    { id: `${name}-unseen`, label: `${label}, unseen questions`, parameters, ...dev },
  ];
}
