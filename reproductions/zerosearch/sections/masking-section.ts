import { paperTableSection } from '../../../harness/report/paper-table-section.ts';
import type { ReportSection } from '../../../harness/report/report-section.ts';
import type { ZerosearchPaper } from '../paper.ts';
import { referenceArm } from './reference-arm.ts';

/** Document tokens in and out of the loss beside Table 7. */
export function maskingSection({ mask }: ZerosearchPaper): ReportSection {
  const words = {
    id: 'masking',
    title: 'Masking of document tokens',
    intro: "The paper's rows are of LLaMA-3.2-3B-base.",
  };
  return paperTableSection(words, {
    reference: referenceArm,
    rows: [
      { label: 'Documents masked', arm: referenceArm, paper: mask('with mask') },
      { label: 'Documents trained on', arm: 'unmasked', paper: mask('without mask') },
    ],
  });
}
