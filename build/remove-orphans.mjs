// Removes from `dist` what no source makes any more. The compiler deletes nothing, and commands, data sets, baselines
// and reproductions are found by their place in `dist`: one whose source was deleted would still be found.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const made = /\.(?:js|d\.ts)(?:\.map)?$/u;
const names = existsSync('dist') ? readdirSync('dist', { recursive: true, encoding: 'utf8' }) : [];
for (const name of names)
  if (made.test(name) && !existsSync(name.replace(made, '.ts'))) rmSync(join('dist', name));
