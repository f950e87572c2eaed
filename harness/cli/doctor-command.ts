import { join } from 'node:path';
import { Command } from 'commander';
import { packageRoot } from '../core/package-root.ts';
import { diagnose } from '../doctor/diagnose.ts';
import { diagnosisLines } from '../doctor/diagnosis-lines.ts';
import { printLine } from './print.ts';

interface DoctorFlags {
  readonly results: string;
  readonly json?: boolean;
}

/** `twinzero doctor`: says what this machine offers; exits 0 whatever it finds. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('say what this machine offers: versions, providers, write access, data')
    .option('--results <folder>', 'where results would go', join(packageRoot(), 'results'))
    .option('--json', 'print JSON')
    .action(async ({ results, json }: DoctorFlags) => {
      const diagnosis = await diagnose({ results });
      printLine(json === true ? JSON.stringify(diagnosis) : diagnosisLines(diagnosis).join('\n'));
    });
}
