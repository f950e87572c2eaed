import { Command, Option } from 'commander';
import { ownResults } from '../../core/result-folders.ts';
import { diagnosisLines } from '../../doctor/diagnosis-lines.ts';
import type { GgufBuild } from '../../doctor/gguf-packages.ts';
import { printLine } from '../print.ts';

interface DoctorFlags {
  readonly results: string;
  readonly json?: boolean;
  readonly install?: keyof typeof optionalPackages;
  readonly build: GgufBuild;
}

const builds: readonly GgufBuild[] = ['cpu', 'cuda', 'vulkan', 'metal'];

/** The optional packages, each with what npm is to install for it on this machine. */
const optionalPackages = {
  gguf: async (build: GgufBuild) => {
    const { ggufPackages } = await import('../../doctor/gguf-packages.ts');
    const { llamaCpp } = await import('../../engine/index.ts');
    return { optional: llamaCpp, packages: ggufPackages(build, process) };
  },
  lancedb: async () => {
    const { lanceDbPackages } = await import('../../doctor/lancedb-packages.ts');
    const { lanceDb } = await import('../../search/index.ts');
    return { optional: lanceDb, packages: lanceDbPackages(process) };
  },
};

/** Place in the help. */
export const rank = 120;

/** `twinzero doctor`: says what this machine offers, and exits 0 whatever it finds; installs an optional package. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('say what this machine offers: versions, providers, write access, data')
    .option('--results <folder>', 'where results would go', ownResults)
    .option('--json', 'print JSON')
    .addOption(
      new Option('--install <package>', 'install an optional package by npm and stop').choices(
        Object.keys(optionalPackages),
      ),
    )
    .addOption(
      new Option('--build <device>', 'of gguf; cpu is the smallest, 83 MB on Linux')
        .choices(builds)
        .default('cpu'),
    )
    .action(async ({ results, json, install, build }: DoctorFlags) => {
      if (install !== undefined) {
        const { installPackage } = await import('../../doctor/install-package.ts');
        const wanted = await optionalPackages[install](build);
        const { folder, packages } = await installPackage(wanted.optional, wanted.packages);
        printLine(`installed ${packages.join(', ')} in ${folder}`);
        return;
      }
      const { diagnose } = await import('../../doctor/diagnose.ts');
      const diagnosis = await diagnose({ results });
      printLine(json === true ? JSON.stringify(diagnosis) : diagnosisLines(diagnosis).join('\n'));
    });
}
