// Writes docs/api.md of the current folder from what the compiler declared: `npm run docs`, after a build.
import { writeFileSync } from 'node:fs';
import { apiPage } from './api-page.ts';

writeFileSync('docs/api.md', await apiPage(process.cwd()));
