import { costText, runCost, wallText } from '../measure/run-cost.ts';
import { namedInCommands, type Report } from '../report.ts';
import { markdownTable } from '../tables/markdown-table.ts';
import { link } from '../tables/markdown.ts';
import { lineAddress } from './authors-lines.ts';

/** The way from a result page, `results/<id>/<profile>/README.md`, to the root of the repository. */
const root = '../../..';

/** The commands that make the result, and what it took. */
export function commandSection({ spec, profile, results }: Report): string[] {
  const cost = runCost(results.runs);
  const others = spec.arms.filter(({ profiles }) => profiles?.includes(profile) === false);
  const then =
    others.length === 0
      ? ''
      : `, then the same with \`--resume --arms ${others.map(({ id }) => id).join(',')}\` for what the profile leaves out`;
  return [
    '## Command',
    `\`npx twinzero reproduce ${namedInCommands(spec)} --profile ${profile}\`${then}: ${costText(cost)}; one run after the other ${wallText(cost)} on the machines named below.`,
  ];
}

/** The authors' lines beside ours; nothing for a reproduction that names none. */
export function detailsSection({ spec }: Report): string[] {
  if (spec.code === undefined) return [];
  const { repository, lines } = spec.code;
  const rows = lines.map((line) => [
    line.what,
    link(`${line.file}:${line.lines} @${line.commit}`, lineAddress(repository, line)),
    link(line.ours, `${root}/${line.ours}`),
  ]);
  return ['## Details', markdownTable(['Part', "Authors' lines", 'Ours'], rows)];
}

/** The way to what the logs were found to say, which is written by hand; nothing for a reproduction of the user's own. */
export function readingSection({ spec }: Report): string[] {
  if (spec.file !== undefined) return [];
  const page = `reproductions/${spec.id}/README.md`;
  return [
    '## Reading of the logs',
    `What was read out of the logs of the default profile, and why it came out so: [${page}](${root}/${page}).`,
  ];
}
