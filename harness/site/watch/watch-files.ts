import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { packageRoot } from '../../core/package-root.ts';
import { watchPage } from './watch-page.ts';

/** The page of a run in a folder, its scripts and styles, each by the path it is asked for. */
export async function watchFiles(
  folder: string,
): Promise<Map<string, { readonly type: string; readonly text: string }>> {
  const scripts = join(packageRoot(), 'dist', 'harness', 'site', 'client');
  const styles = join(packageRoot(), 'harness', 'site', 'client');
  const text = watchPage(basename(folder));
  const assets = [
    ...['site.js', 'watch.js'].map((name) => ({ name, type: 'text/javascript', path: join(scripts, name) })),
    ...['site.css', 'episodes.css'].map((name) => ({ name, type: 'text/css', path: join(styles, name) })),
  ];
  const read = await Promise.all(
    assets.map(
      async ({ name, type, path }) =>
        [`/assets/${name}`, { type, text: await readFile(path, 'utf8') }] as const,
    ),
  );
  const page = { type: 'text/html', text };
  return new Map([['/', page], ['/index.html', page], ...read]);
}
