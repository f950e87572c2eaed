import { readPriceList } from '../../harness/cost/cost.ts';
import type { ReportSpec } from '../../harness/report/report.ts';
import type { PaperPercentage } from '../../harness/report/tables/paper-table.ts';
import { comparedArms, furtherArms, referenceArm } from './arms.ts';
import { type ClaimedEffects, zerosearchClaims } from './claims.ts';
import { readZerosearchPaper, type ZerosearchPaper } from './paper.ts';
import { costSection } from './sections/cost-section.ts';
import {
  algorithmsSection,
  armsSection,
  curriculumSection,
  mainSection,
  maskingSection,
  simulatorsSection,
  startsSection,
  switchesSection,
} from './sections/paper-tables.ts';
import { rewardsSection } from './sections/rewards-section.ts';
import { simulatorQualitySection } from './sections/simulator-quality-section.ts';

/** The arms that the smoke profile runs; others are no gap in its result. */
export const smokeArms: readonly string[] = ['real', 'simulator-s', 'no-search', 'ppo'];

/** Specification of the ZeroSearch report: arms, claims, tables, and the numbers of the paper and of the price list. */
export function zerosearchReport(): ReportSpec {
  const paper = readZerosearchPaper();
  return {
    id: 'zerosearch',
    title: 'ZeroSearch: can a model that simulates search replace it in training?',
    arms: [
      ...comparedArms.map(({ id, label }) =>
        smokeArms.includes(id) ? { id, label } : { id, label, profiles: ['default', 'full'] },
      ),
      ...furtherArms.map(({ id, label }) => ({ id, label, profiles: ['full'] })),
    ],
    mainArms: ['real', 'simulator-s', 'simulator-m', referenceArm, 'prompted', 'no-search'],
    comparisons: ['real', 'prompted', 'no-search'].map((control) => ({ treatment: referenceArm, control })),
    claims: zerosearchClaims(effectsOf(paper)),
    paper,
    sections: [
      mainSection(paper),
      armsSection,
      simulatorsSection(paper),
      simulatorQualitySection,
      algorithmsSection(paper),
      curriculumSection(paper),
      maskingSection(paper),
      rewardsSection,
      startsSection(paper),
      switchesSection,
      costSection(paper, readPriceList()),
    ],
  };
}

function effectsOf({ simulators, curriculum, mask }: ZerosearchPaper): ClaimedEffects {
  return {
    largestMinusReal: minus(simulators('SFT-14B'), simulators('Google')),
    largestMinusSmallest: minus(simulators('SFT-14B'), simulators('SFT-3B')),
    curriculumMinusFixed: minus(curriculum('Curriculum'), curriculum('Random')),
    maskedMinusUnmasked: minus(mask('with mask'), mask('without mask')),
  };
}

/** A difference in shares. */
function minus(first: PaperPercentage, second: PaperPercentage): number {
  return (first.percent - second.percent) / 100;
}
