import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { assaySimulator, shippedSearches } from '../../data/meridian/policies/assay-simulator.ts';
import { embeddedSimulator } from '../../data/meridian/policies/embedded-simulator.ts';
import { measuredRows } from '../../data/meridian/policies/simulator-card.ts';
import { writeFileWhole } from '../../harness/core/write-file-whole.ts';
import type { Place } from '../../harness/run/index.ts';
import type { MeasuredSimulator, SimulatorQualityFile } from '../../harness/search/index.ts';
import { simulatorModel, type SimulatorName, simulatorNames } from './simulators.ts';

const labels: Readonly<Record<SimulatorName, string>> = {
  'simulator-s': 'Simulator S',
  'simulator-m': 'Simulator M',
  'simulator-l': 'Simulator L',
  prompted: 'Prompted, not tuned',
};

/** Writes `simulator-quality.json`: every simulator, measured by the same searches as its model card. */
export async function writeSimulatorQuality(folder: string, place: Place): Promise<void> {
  const searches = await shippedSearches();
  const simulators: MeasuredSimulator[] = [];
  for (const name of simulatorNames) {
    const assay = await assaySimulator(embeddedSimulator(simulatorModel(name)), searches, place);
    simulators.push(...measuredRows(name, assay, labels[name]));
  }
  const file: SimulatorQualityFile = { schema: 2, simulators };
  await mkdir(folder, { recursive: true });
  await writeFileWhole(join(folder, 'simulator-quality.json'), `${JSON.stringify(file, null, 1)}\n`);
}
