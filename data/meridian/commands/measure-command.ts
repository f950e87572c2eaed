import { availableParallelism } from 'node:os';
import { basename, resolve } from 'node:path';
import { Command } from 'commander';
import { type EngineFlags, withEngineFlags } from '../../../harness/cli/engine-flags.ts';
import { modelForms, type NamedModel, parseModelForm } from '../../../harness/cli/model-form.ts';
import { parseCount } from '../../../harness/cli/parse-number.ts';
import { printError, printLine } from '../../../harness/cli/print.ts';
import { TwinZeroError } from '../../../harness/core/twin-zero-error.ts';
import { policyName } from '../../../harness/engine/index.ts';
import type { MeasuredSimulator } from '../../../harness/search/index.ts';
import type { AssayPlace, QualitySearches, SimulatorSpec } from '../policies/assay-simulator.ts';

interface MeasureFlags extends EngineFlags {
  readonly prompted?: boolean;
  readonly format: string;
  readonly maxTokens?: number;
  readonly searches?: number;
  readonly key?: string;
  readonly json?: boolean;
}

/** Tokens of a document: those of the embedded simulators, and the published 600 of a whole answer (`generation.py:35-65`). */
const documentTokens = { compact: 80, other: 600 } as const;

/** `twinzero simulator measure`: the quality of models that play the search engine, of any engine that samples. */
export function measureCommand(): Command {
  const command = new Command('measure')
    .description('ask simulators searches of training and dev questions: the quality of what they write')
    .argument('<models...>', `each a Hugging Face folder, or ${modelForms}`)
    .option('--prompted', 'ask them as writers that were not fine-tuned')
    .option('--format <name>', 'compact, or that of a reproduction, e.g. zerosearch/paper', 'compact')
    .option(
      '--max-tokens <n>',
      `longest answer; default ${documentTokens.compact} of compact, else ${documentTokens.other}`,
      parseCount,
    )
    .option('--searches <n>', 'only the first so many of each kind of question', parseCount)
    .option('--key <variable>', 'environment variable that holds the API key of an openai: simulator')
    .option('--json', 'print JSON');
  return withEngineFlags(command, { threads: availableParallelism() }).action(measure);
}

async function measure(models: readonly string[], flags: MeasureFlags): Promise<void> {
  const { assaySimulator, shippedSearches } = await import('../policies/assay-simulator.ts');
  const { measuredRows } = await import('../policies/simulator-card.ts');
  const { simulatorQualityTable } = await import('../../../harness/report/index.ts');
  const searches = firstOf(await shippedSearches(), flags.searches);
  const formats = await formatsOf(flags.format);
  const named = models.map(parseSimulator);
  const rows: MeasuredSimulator[] = [];
  for (const model of named) {
    const { name, spec, place } = simulatorOf(model, flags);
    printError(`${name}: ${3 * (searches.train.length + searches.dev.length)} answers`);
    rows.push(...measuredRows(name, await assaySimulator(spec, searches, { ...place, formats })));
  }
  printLine(flags.json === true ? JSON.stringify(rows) : simulatorQualityTable(rows));
}

/** A model in one of the forms, or the folder of an embedded one. */
export function parseSimulator(text: string): NamedModel {
  return parseModelForm(
    /^(?:gguf|onnx|onnx-hub|embedded|openai):/u.test(text) ? text : `embedded:${resolve(text)}`,
  );
}

function firstOf({ train, dev }: QualitySearches, count: number | undefined): QualitySearches {
  return { train: train.slice(0, count), dev: dev.slice(0, count) };
}

/**
 * The formats that the reproduction of a name such as `zerosearch/paper` brings; none for `compact`.
 * @throws TwinZeroError `configuration` for a reproduction or a format that there is not.
 */
async function formatsOf(format: string): Promise<NonNullable<AssayPlace['formats']>> {
  if (format === 'compact') return {};
  const { findReproduction } = await import('../../../harness/reproduce/find-reproductions.ts');
  const [reproduction = ''] = format.split('/');
  const { brings } = await findReproduction(reproduction);
  const formats = brings?.formats ?? {};
  if (Object.hasOwn(formats, format)) return formats;
  throw new TwinZeroError(
    'configuration',
    `${reproduction} brings no format "${format}" but ${Object.keys(formats).join(', ') || 'none'}; give compact or one of those`,
  );
}

interface Simulator {
  readonly name: string;
  readonly spec: SimulatorSpec;
  readonly place: AssayPlace;
}

function simulatorOf(
  { spec, host }: NamedModel,
  { provider, threads, prompted = false, format, maxTokens, key }: MeasureFlags,
): Simulator {
  const served = spec.kind === 'openai' && host !== null ? { name: spec.model, host } : null;
  const server = { hosts: [served?.host ?? ''], ...(key !== undefined && { apiKeyVariable: key }) };
  return {
    name: basename(policyName(spec)),
    spec: {
      kind: 'simulator',
      model: served === null ? spec : { kind: 'chat', model: served.name },
      // Checked by `formatsOf`.
      format: format as SimulatorSpec['format'],
      tuning: prompted ? 'prompt' : 'sft',
      // `ppo_trainer.yaml:153 @2d4cdca`.
      temperature: 0.8,
      maxTokensPerDocument:
        maxTokens ?? (format === 'compact' ? documentTokens.compact : documentTokens.other),
    },
    place: { provider, threads, ...(served !== null && { servers: { [served.name]: server } }) },
  };
}
