import { join } from 'node:path';
import { Command, Option } from 'commander';
import { packageRoot } from '../../core/package-root.ts';
import { diagnosisLines } from '../../doctor/diagnosis-lines.ts';
import type { GgufBuild } from '../../doctor/install-gguf.ts';
import { printLine } from '../print.ts';

interface DoctorFlags {
  readonly results: string;
  readonly json?: boolean;
  readonly install?: 'gguf';
  readonly build: GgufBuild;
}

const builds: readonly GgufBuild[] = ['cpu', 'cuda', 'vulkan', 'metal'];

/** Place in the help. */
export const rank = 120;

/** `twinzero doctor`: says what this machine offers, and exits 0 whatever it finds; installs an optional engine. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('say what this machine offers: versions, providers, write access, data')
    .option('--results <folder>', 'where results would go', join(packageRoot(), 'results'))
    .option('--json', 'print JSON')
    .addOption(
      new Option('--install <engine>', 'install an optional engine by npm and stop: gguf').choices(['gguf']),
    )
    .addOption(
      new Option('--build <device>', 'of the engine to install; cpu is the smallest, 83 MB on Linux')
        .choices(builds)
        .default('cpu'),
    )
    .action(async ({ results, json, install, build }: DoctorFlags) => {
      if (install !== undefined) {
        const { installGguf } = await import('../../doctor/install-gguf.ts');
        const { folder, packages } = await installGguf(build);
        printLine(`installed ${packages.join(', ')} in ${folder}`);
        return;
      }
      const { diagnose } = await import('../../doctor/diagnose.ts');
      const diagnosis = await diagnose({ results });
      printLine(json === true ? JSON.stringify(diagnosis) : diagnosisLines(diagnosis).join('\n'));
    });
}
