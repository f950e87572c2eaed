// Writes what `twinzero --help` shows beside the compiled commands, so that showing it need not read them all.
import { writeFileSync } from 'node:fs';
import { everyCommand } from '../dist/harness/cli/find-commands.js';
import { overviewOf } from '../dist/harness/cli/overview.js';

const text = `${JSON.stringify(overviewOf(await everyCommand()), null, 1)}\n`;
writeFileSync(new URL('../dist/harness/cli/overview.json', import.meta.url), text);
