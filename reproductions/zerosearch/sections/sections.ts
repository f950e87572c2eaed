import { readPriceList } from '../../../harness/core/price-list.ts';
import type { ReportSection } from '../../../harness/report/index.ts';
import type { ZerosearchPaper } from '../paper.ts';
import { costSection } from './cost-section.ts';
import {
  algorithmsSection,
  armsSection,
  curriculumSection,
  mainSection,
  maskingSection,
  simulatorsSection,
  startsSection,
  switchesSection,
} from './paper-tables.ts';
import { rewardsSection } from './rewards-section.ts';
import { simulatorQualitySection } from './simulator-quality-section.ts';

/** Sections of the report after the main result, in order. */
export function zerosearchSections(paper: ZerosearchPaper): readonly ReportSection[] {
  return [
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
  ];
}
