import { readFile } from 'node:fs/promises';
import { decodeUtf8 } from '../../core/decode-utf8.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { writeFileWhole } from '../../core/write-file-whole.ts';
import { type JudgedClaim, verdictText } from '../claims/judge-claims.ts';
import type { Report } from '../report.ts';
import { mainArms, mainColumns, mainTable } from '../tables/main-table.ts';
import { markdownTable } from '../tables/markdown-table.ts';
import { escapeMarkdown } from '../tables/markdown.ts';
import { exploratoryCounts, glance } from './glance.ts';
import { changedSection, incompleteSection } from './render-markdown.ts';
import { sensitivityLines } from './sensitivity-section.ts';

/** A paper that publishes no counts has no rows of its own: its accuracies then stand beside our arms. */
function columnsOf({ paper }: Report['spec']): readonly (keyof typeof mainColumns)[] {
  const beside = paper.rows.length === 0 && paper.levels !== undefined;
  return ['label', 'size', 'start', 'late', beside ? 'paper' : 'peak'];
}

/** The result as the top-level README shows it: what was found and how surely, main arms, what was told apart, link. */
export function readmeBlock(report: Report): string {
  const { spec, profile, claims } = report;
  const folder = `results/${spec.id}/${profile}`;
  const page = `[${folder}](${folder}/README.md)`;
  // Reference policies and other arms are on the page: they would be most of the table.
  const shown = { ...report, arms: mainArms(report), sanity: [] };
  const columns = columnsOf(spec);
  const verdicts = claims.filter(({ claim }) => claim.standing === 'primary').map(verdictLine);
  return [
    // Prettier would pad the table and so change bytes that the report owns.
    '<!-- prettier-ignore-start -->',
    ...incompleteSection(report),
    ...changedSection(report),
    glance(report),
    `![${spec.title}](${folder}/figures/accuracy.svg)`,
    markdownTable(
      columns.map((column) => mainColumns[column]),
      mainTable(shown).map((row) => columns.map((column) => row[column])),
    ),
    [...sensitivityLines(claims).slice(0, 1), ...verdicts, `- ${exploratoryCounts(claims)}: ${page}`].join(
      '\n',
    ),
    '95 % intervals; the page has the other arms, the reference policies, and how each number and verdict is made.',
    '<!-- prettier-ignore-end -->',
  ].join('\n\n');
}

function verdictLine(judged: JudgedClaim): string {
  const { claim, result } = judged;
  return `- **${verdictText(judged)}**: ${escapeMarkdown(claim.statement)} ${escapeMarkdown(result.measured || result.reason)}`;
}

/**
 * The README with the text between `<!-- result:ID -->` and `<!-- /result:ID -->` replaced by the block.
 * @throws TwinZeroError `configuration` when the README lacks the two marks.
 */
export function withReadmeBlock(readme: string, report: Report): string {
  const { id } = report.spec;
  const [open, close] = [`<!-- result:${id} -->`, `<!-- /result:${id} -->`];
  const start = readme.indexOf(open);
  const end = readme.indexOf(close, start);
  if (start < 0 || end < 0)
    throw new TwinZeroError(
      'configuration',
      `README.md lacks the marks ${open} and ${close}; add them where the result belongs`,
    );
  return `${readme.slice(0, start + open.length)}\n\n${readmeBlock(report)}\n\n${readme.slice(end)}`;
}

/**
 * Puts a result into its generated block of the README at `readme`.
 * @throws TwinZeroError `configuration` when the README lacks the block's marks.
 */
export async function writeReadmeBlock(readme: string, report: Report): Promise<void> {
  const before = await textOf(readme);
  const after = withReadmeBlock(before, report);
  if (after !== before) await writeFileWhole(readme, after);
}

/** True when the README at `readme` has a place for the result of this reproduction. */
export async function hasReadmeBlock(readme: string, id: string): Promise<boolean> {
  return (await textOf(readme)).includes(`<!-- result:${id} -->`);
}

/** True when `writeReadmeBlock` would change nothing. */
export async function isReadmeBlockCurrent(readme: string, report: Report): Promise<boolean> {
  const before = await textOf(readme);
  return withReadmeBlock(before, report) === before;
}

async function textOf(file: string): Promise<string> {
  return decodeUtf8(await readFile(file), { file });
}
