import { minutesBasis } from '../data/models/expected-minutes.ts';
import { readModelManifest } from '../data/models/model-manifest.ts';
import type { CheckPlan } from '../reproduce/check/plan-check.ts';
import { releasedFolder } from '../reproduce/check/released-weights.ts';
import { modelText } from './model-text.ts';
import { printLine } from './print.ts';

/** What each arm and search needs, whether it is there, and the command that gets what is missing. */
export async function printCheckPlan(plan: CheckPlan): Promise<void> {
  const { check, questions, standIn, stated, absent, cells } = plan;
  const { hub, models } = await readModelManifest();
  printLine(`${check.title}: ${questions.label}; ${cells.length} plays of them`);
  printLine(absent === null ? `data: ${check.dataset} is here` : `data: missing, ${absent}`);
  for (const line of playersOf(plan)) printLine(line);
  const own = standIn === null && stated === null;
  const arms = own ? [...new Set(cells.map(({ arm }) => arm))] : [];
  const searches = [...new Set(cells.map(({ search }) => search))].filter((one) => one.models.length > 0);
  const simulators = check.simulators.map((id) => ({ id, label: 'table of simulators', models: [id] }));
  for (const { label, models: ids } of [...arms, ...searches, ...(own ? simulators : [])]) {
    printLine(`\n${label}: ${ids.length > 1 ? 'any of' : 'needs'} ${ids.join(', ')}`);
    for (const model of models.filter(({ id }) => ids.includes(id))) {
      const folder = await releasedFolder(model.id);
      printLine(modelText(model, hub));
      printLine(folder === null ? `  missing: twinzero models fetch ${model.id}` : `  here: ${folder}`);
    }
  }
  printLine(`\nminutes: ${minutesBasis}`);
  if (own)
    printLine(
      `simulators, once they are here: twinzero simulator measure embedded:DIR --format ${check.simulatorFormat}`,
    );
}

/** Who plays and embeds in the place of what is checked, a line each. */
function playersOf({ standIn, stated, cells }: CheckPlan): string[] {
  const searches = [...new Set(cells.map(({ search }) => search))];
  return [
    ...(standIn === null
      ? []
      : [`stand-in: ${standIn.name} plays in the place of the models, and every number will say so`]),
    ...(stated === null
      ? []
      : [
          `policy: ${stated.model} at ${stated.revision}, as stated by the user, and every number will say so`,
        ]),
    ...searches.flatMap(({ label, standIn: encoder }) =>
      encoder === undefined
        ? []
        : [`encoder: ${encoder} stands in for that of ${label}, and every number will say so`],
    ),
  ];
}
