import { join } from 'node:path';
import { Command } from 'commander';
import { packageRoot } from '../../core/package-root.ts';
import { diagnosisLines } from '../../doctor/diagnosis-lines.ts';
import { printLine } from '../print.ts';

interface DoctorFlags {
  readonly results: string;
  readonly json?: boolean;
}

/** Place in the help. */
export const rank = 120;

/** `twinzero doctor`: says what this machine offers; exits 0 whatever it finds. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('say what this machine offers: versions, providers, write access, data')
    .option('--results <folder>', 'where results would go', join(packageRoot(), 'results'))
    .option('--json', 'print JSON')
    .action(async ({ results, json }: DoctorFlags) => {
      const { diagnose } = await import('../../doctor/diagnose.ts');
      const diagnosis = await diagnose({ results });
      printLine(json === true ? JSON.stringify(diagnosis) : diagnosisLines(diagnosis).join('\n'));
    });
}
