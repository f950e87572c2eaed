import type { Curriculum } from './curriculum.ts';

/** A curriculum in short, for identities and tables: `exponential(0,0.75,b=4)`, `fixed(0.5)`, `none`. */
export function curriculumText(curriculum: Curriculum): string {
  switch (curriculum.kind) {
    case 'none':
      return 'none';
    case 'fixed':
      return `fixed(${curriculum.rate})`;
    case 'exponential':
    case 'reversed':
      return `${curriculum.kind}(${curriculum.start},${curriculum.end},b=${curriculum.base})`;
  }
}
