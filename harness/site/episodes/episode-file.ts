import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../core/package-root.ts';
import type { ShownEpisode } from '../../run/index.ts';
import { html } from '../html.ts';
import { episodeHtml } from './episode-html.ts';
import { legend } from './episodes-page.ts';

/** One episode as a page in one file: no script, its style within, light or dark as the system is. */
export async function episodeFile(episode: ShownEpisode, title: string): Promise<string> {
  const client = join(packageRoot(), 'harness', 'site', 'client');
  const styles = await Promise.all(
    ['site.css', 'episodes.css'].map((name) => readFile(join(client, name), 'utf8')),
  );
  const style = styles.join('\n');
  // The page may use this style, known by its hash, and nothing else.
  const hash = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`;
  const { question } = episode;
  return `<!doctype html>\n${
    html`<html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${question.text}</title>
        <link rel="icon" href="data:," />
        ${{ html: `<style>${style}</style>` }}
      </head>
      <body>
        <main>
          <div class="opening">
            <p class="kicker">${title}</p>
            <h1 class="asked">${question.text}</h1>
            <p class="small">
              ${question.kind}, seed
              ${episode.seed}${question.answer === null ? null : html` · gold answer <strong>${question.answer}</strong>`}
            </p>
            ${legend({ trained: episode.step !== null })}
          </div>
          <div class="one">${episodeHtml(episode, { open: true })}</div>
        </main>
      </body>
    </html>`.html
  }\n`;
}
