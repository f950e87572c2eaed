import type { Report } from './report.ts';
import type { ArmSummary } from './summarise-arm.ts';

/** The arms that fit a figure or an overview; all of them where the report names none. */
export function mainArms({ spec, arms }: Report): readonly ArmSummary[] {
  const main = spec.mainArms;
  return main === undefined ? arms : arms.filter(({ arm }) => main.includes(arm.id));
}
