import { TwinZeroError } from '../core/twin-zero-error.ts';
import { requirePrintable } from '../report/index.ts';
import { recordedName } from '../run/index.ts';
import { reportSpecOf, type Reproduction } from './reproduction.ts';

/**
 * Holds a reproduction to what its report will need, before anything is trained: names that can be recorded, each
 * once, no arm named that is not there, and a report that can be printed.
 * @throws TwinZeroError `configuration` naming what is wrong.
 */
export function requireConsistent(reproduction: Reproduction): void {
  const { id, arms, report } = reproduction;
  const refuse = (what: string): never => {
    throw new TwinZeroError('configuration', `reproduction ${id} ${what}`);
  };
  const known = arms.map((arm) => arm.id);
  for (const name of [id, ...known])
    if (!recordedName.safeParse(name).success)
      refuse(`has the name "${name}"; use letters, digits, ".", "_" and "-"`);
  const lists = { arms: known, claims: report.claims.map((claim) => claim.id) };
  for (const [what, names] of Object.entries(lists)) {
    const twice = names.find((name, place) => names.indexOf(name) < place);
    if (twice !== undefined) refuse(`has two ${what} "${twice}"; name each once`);
  }
  const named = {
    mainArms: report.mainArms ?? [],
    'paper.curves': report.paper.curves.map(({ arm }) => arm),
  };
  for (const [where, names] of Object.entries(named)) {
    const missing = names.find((name) => !known.includes(name));
    if (missing !== undefined)
      refuse(`names in ${where} the arm "${missing}", which it has not; known: ${known.join(', ')}`);
  }
  requirePrintable(reportSpecOf(reproduction));
}
